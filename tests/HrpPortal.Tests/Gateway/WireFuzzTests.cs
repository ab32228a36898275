using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HrpPortal.Gateway;
using HrpPortal.Tests.Support;

namespace HrpPortal.Tests.Gateway;

[Trait("Row", "G8")]
public sealed class WireFuzzTests
{
    private static readonly string[] Pieces =
    [
        "null", "\"\"", "-1", "1e999", "{}", "[]", "true", "\"\\ud800\"", "\"\\u0000\"", "{\"code\":{}}", "[[[[]]]]", "\u0000", "\uFEFF", "\"", "\\",
        "{\"error\":{\"error\":{}}}", "0001-01-01T00:00:00", "\"9999-99-99\"", "\"resp\":{\"requestId\":[]}",
    ];

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_throw() =>
        Prop.ForAll<byte[]>(bytes => CallbackBody.TryParse(bytes, out var body) == (body is not null)).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));

    [Fact]
    public void Damaged_callbacks_are_read_or_refused_and_never_throw()
    {
        var seeds = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "HrpPortal.Tests", "Gateway", "Golden"), "on-*.json").Select(File.ReadAllBytes).ToArray();
        Assert.NotEmpty(seeds);
        var random = new Random(20310504);
        var read = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = Damage(random, seeds[random.Next(seeds.Length)]);
            if (CallbackBody.TryParse(bytes, out var body))
            {
                read++;
                Assert.NotNull(body.ToString());
            }
        }

        // Both ways must have been walked, or the test proves nothing.
        Assert.InRange(read, 500, 9_500);
    }

    [Fact]
    public void Damaged_answers_session_replies_and_key_documents_never_throw()
    {
        using var mint = new TokenMint("key-1");
        byte[][] seeds =
        [
            .. new[]
            {
                """{"error":{"code":2500,"message":"Invalid request"}}""", """[{"error":{"code":"ABDM-9999: ","message":"User not found"}}]""",
                """{"code":"900901","message":"Invalid Credentials","description":"d"}""", """{"timestamp":"2031","link.patient":"must not be null"}""",
                """{"accessToken":"abc","expiresIn":600,"refreshToken":"r","tokenType":"bearer"}""", TokenMint.Jwks(mint.Jwk()),
            }.Select(Encoding.UTF8.GetBytes),
        ];
        var random = new Random(47);
        var keys = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = Damage(random, seeds[random.Next(seeds.Length)]);
            var error = WireError.Read(bytes, null);
            Assert.InRange((CleanText.ForFault(error.Message, ["Invalid"]) ?? "").Length, 0, 300);
            Assert.InRange((SessionReply.Read(bytes)?.UsableFor ?? TimeSpan.FromSeconds(1)).TotalSeconds, 0.5, 86_400);
            keys += KeySet.Read(bytes)?.Count ?? 0;
        }

        Assert.InRange(keys, 10, 10_000);
    }

    private static byte[] Damage(Random random, byte[] seed)
    {
        var bytes = seed.ToList();
        for (var wounds = random.Next(1, 4); wounds > 0; wounds--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 3:
                    ReplaceValue(random, bytes, at);
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(0, Math.Min(bytes.Count, random.Next(60))));
                    break;
            }

            if (bytes.Count == 0)
                return [];
        }

        return [.. bytes];
    }

    /// <summary>Puts another value where one stood, so that most results are JSON still.</summary>
    private static void ReplaceValue(Random random, List<byte> bytes, int at)
    {
        var colon = bytes.IndexOf((byte)':', at);
        var end = colon < 0 ? -1 : bytes.FindIndex(colon, b => b is (byte)',' or (byte)'}');
        if (end < 0)
            return;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(Pieces[random.Next(11)]));
    }
}
