using System.Text;

namespace HrpPortal.Tests.Faults;

/// <summary>Bodies in the neighbourhood of an error callback: never a SUCCESS, which nobody gave.</summary>
internal sealed class CallbackFuzz(Random random, Guid asked)
{
    private static readonly string[] Values =
        ["null", "true", "1402", "-1", "1e999", "\"\"", "\"1402\"", "\"ABDM-1402: \"", "[]", "{}", "[{\"code\":1402}]", "\"\\u0000\"", "\"\\ud800\"", "0.1", "\"नमस्ते\"", "9999999999999999999999"];

    public byte[] Next()
    {
        var text = Body();
        return random.Next(12) switch
        {
            0 => Encoding.UTF8.GetBytes(text[..random.Next(text.Length)]),
            1 => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
            2 => Encoding.Unicode.GetBytes(text),
            3 => Encoding.UTF8.GetBytes(new string('[', random.Next(1, 10_000)) + text),
            4 => Nested(random.Next(1, 10_000)),
            5 when random.Next(40) == 0 => Encoding.UTF8.GetBytes(text.Replace("Said so.", new string('x', 5_000_000), StringComparison.Ordinal)),
            6 => Flipped(Encoding.UTF8.GetBytes(text)),
            7 => Encoding.UTF8.GetBytes(text + text),
            8 => Encoding.UTF8.GetBytes("\0" + text),
            _ => Encoding.UTF8.GetBytes(text),
        };
    }

    private string Body()
    {
        var members = new List<string>
        {
            $"\"requestId\":{(random.Next(4) == 0 ? Value() : $"\"{Guid.NewGuid()}\"")}",
            $"\"timestamp\":{(random.Next(3) == 0 ? Value() : "\"2031-05-04T09:00:05.913204\"")}",
            $"\"acknowledgement\":{(random.Next(3) == 0 ? Value() : "null")}",
            $"\"error\":{(random.Next(4) == 0 ? Value() : $"{{\"code\":{Value()},\"message\":\"Said so.\"}}")}",
            $"\"resp\":{(random.Next(6) == 0 ? Value() : $"{{\"requestId\":{(random.Next(4) == 0 ? Value() : $"\"{(random.Next(20) == 0 ? asked : Guid.NewGuid())}\"")}}}")}",
        };
        if (random.Next(4) == 0) members.RemoveAt(random.Next(members.Count));
        if (random.Next(4) == 0) members.Add(members[random.Next(members.Count)]);
        if (random.Next(4) == 0) members.Insert(0, $"\"unheard\":{Value()}");
        return "{" + string.Join(',', members) + "}";
    }

    private string Value() => Values[random.Next(Values.Length)];

    private static byte[] Nested(int depth) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth));

    private byte[] Flipped(byte[] bytes)
    {
        for (var flips = random.Next(1, 4); flips > 0; flips--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }
}
