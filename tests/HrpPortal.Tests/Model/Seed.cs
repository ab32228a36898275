using System.Globalization;
using FsCheck;
using Microsoft.FSharp.Core;

namespace HrpPortal.Tests.Model;

/// <summary>HRP_SEED gives back the numbers that a failure of FsCheck printed: seed, gamma and perhaps size.</summary>
internal static class Seed
{
    public static FSharpOption<Replay> Given =>
        (Environment.GetEnvironmentVariable("HRP_SEED") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var seed, var gamma, .. var size]
            ? new Replay(new Rnd(ulong.Parse(seed, CultureInfo.InvariantCulture), ulong.Parse(gamma, CultureInfo.InvariantCulture)),
                size is [var one] ? FSharpOption<int>.Some(int.Parse(one, CultureInfo.InvariantCulture)) : FSharpOption<int>.None)
            : FSharpOption<Replay>.None;

    /// <summary>For the runs through the store: one number, printed with a failure.</summary>
    public static ulong OfRuns { get; } =
        ulong.TryParse(Environment.GetEnvironmentVariable("HRP_SEED"), CultureInfo.InvariantCulture, out var given) ? given : (ulong)Random.Shared.NextInt64(1, 1_000_000_000);
}
