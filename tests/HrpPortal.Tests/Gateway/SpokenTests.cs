using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrpPortal.Gateway;

namespace HrpPortal.Tests.Gateway;

/// <summary>Everything that ABDM sends is read with tolerance and with its right meaning (guarantees "never a 5xx").</summary>
public sealed class SpokenTests
{
    private static readonly JsonSerializerOptions Everything = new() { IncludeFields = true };

    private static string Meaning(Spoken spoken, string json) =>
        JsonSerializer.Serialize(spoken.Read(Encoding.UTF8.GetBytes(json)) ?? throw new InvalidOperationException($"{spoken.Path} was not read: {json}"), Everything);

    [Fact]
    public void Every_path_has_a_message() => Assert.Empty(
        AbdmCalls.All.Concat(
        [
            CallbackPaths.OnFetchModes, CallbackPaths.OnInit, CallbackPaths.OnConfirm, CallbackPaths.OnAddContexts, CallbackPaths.OnContextNotify, CallbackPaths.OnSmsNotify,
            CallbackPaths.OnGenerateToken, CallbackPaths.OnCareContext, CallbackPaths.OnContextNotifyV3, CallbackPaths.OnSmsNotifyV3,
        ]).Except(Spoken.All.Select(one => one.Path)));

    [Fact]
    public void Ten_thousand_ways_of_writing_them_mean_the_same()
    {
        for (var seed = 0; seed < 10_000; seed++)
        {
            var spoken = Spoken.All[seed % Spoken.All.Count];
            var json = new Mangler(seed).Mangle(spoken.Json);
            var (expected, actual) = (Meaning(spoken, spoken.Json), Meaning(spoken, json));
            Assert.True(expected == actual, $"seed {seed}, {spoken.Path}\n{json}\n{expected}\n{actual}");
        }
    }

    /// <summary>Any member of any other kind, or none: read, if with less.</summary>
    [Fact]
    public void Ten_thousand_broken_ones_are_read_without_throwing()
    {
        var random = new Random(5);
        for (var i = 0; i < 10_000; i++)
        {
            var spoken = Spoken.All[i % Spoken.All.Count];
            var root = JsonNode.Parse(spoken.Json)!.AsObject();
            for (var n = random.Next(1, 5); n > 0; n--) Break(root, random);
            Assert.NotNull(spoken.Read(Encoding.UTF8.GetBytes(root.ToJsonString())));

            var bytes = Encoding.UTF8.GetBytes(spoken.Json);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            _ = spoken.Read(bytes[..random.Next(bytes.Length)]);
            _ = spoken.Read(bytes);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}{}")]
    public void What_is_not_one_object_is_refused(string json) => Assert.All(Spoken.All, spoken => Assert.Null(spoken.Read(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void An_empty_object_is_read_as_nothing() => Assert.All(Spoken.All, spoken => Assert.NotNull(spoken.Read("{}"u8.ToArray())));

    [Fact]
    public void They_print_nobodys_name()
    {
        foreach (var spoken in Spoken.All)
        {
            var text = spoken.Read(Encoding.UTF8.GetBytes(spoken.Json))!.ToString()!.Replace("a.b.c", "", StringComparison.Ordinal);
            Assert.DoesNotContain("eera", text, StringComparison.Ordinal);
            Assert.DoesNotContain("98123", text, StringComparison.Ordinal);
        }
    }

    private static void Break(JsonObject root, Random random)
    {
        JsonNode at = root;
        while (true)
        {
            var (inside, put) = at switch
            {
                JsonObject { Count: > 0 } members when members.ElementAt(random.Next(members.Count)) is var one =>
                    (one.Value, (Action<JsonNode?>)(value => members[one.Key] = value)),
                JsonArray { Count: > 0 } items when random.Next(items.Count) is var index => (items[index], value => items[index] = value),
                _ => (null, null),
            };
            if (put is null) return;
            if (inside is JsonObject or JsonArray && random.Next(3) > 0)
            {
                at = inside;
                continue;
            }

            put(random.Next(7) switch
            {
                0 => null,
                1 => JsonValue.Create(random.NextDouble() * 1e300),
                2 => JsonValue.Create(random.Next(2) == 0),
                3 => new JsonArray(),
                4 => new JsonObject(),
                5 => JsonValue.Create(new string('9', 400)),
                _ => JsonValue.Create("\u0000 2031-13-45T99:99 \uFFFF"),
            });
            return;
        }
    }
}
