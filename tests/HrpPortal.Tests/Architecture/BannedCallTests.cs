using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using HrpPortal.Data;
using HrpPortal.Gateway;
using HrpPortal.Sandbox;

namespace HrpPortal.Tests.Architecture;

/// <summary>What the code never does. Each rule is also shown something that does it, and must find it.</summary>
public sealed partial class BannedCallTests
{
    private static readonly Type[] MutableCollections =
        [typeof(Dictionary<,>), typeof(List<>), typeof(HashSet<>), typeof(Queue<>), typeof(Stack<>), typeof(ConcurrentDictionary<,>), typeof(ConcurrentQueue<>), typeof(ConcurrentBag<>)];

    /// <summary>bUnit's component factory is asked for a component at once; nothing can be awaited there.</summary>
    private static readonly string[] AllowedInTests = ["tests/HrpPortal.Tests/Linking/LiveListTests.cs: GetAwaiter().GetResult"];

    private static readonly IReadOnlyList<CodeType> Code =
        [.. new[] { typeof(PortalDb), typeof(IGatewayApi), typeof(SandboxApp) }.SelectMany(type => CodeType.Of(type.Assembly))];

    [Fact]
    public void Nothing_calls_what_is_banned()
    {
        Assert.Contains(Code.SelectMany(one => one.Calls), call => call.DeclaringType == typeof(TimeProvider) && call.Name == nameof(TimeProvider.GetUtcNow));
        Assert.Equal(7, BannedIn(new CodeType(typeof(Offenders))).Count());

        Rule.NoneBreaks("Time comes from TimeProvider, nothing blocks a thread, no SQL is made of texts, every certificate is checked:", Code.SelectMany(BannedIn));
    }

    [Fact]
    public void No_method_is_async_void()
    {
        Assert.NotEmpty(AsyncVoid(new CodeType(typeof(Offenders))));
        Rule.NoneBreaks("An exception in async void ends the process:", Code.SelectMany(AsyncVoid));
    }

    [Fact]
    public void No_static_field_can_change()
    {
        Assert.Equal(2, MutableStatics(new CodeType(typeof(Offenders))).Count());
        Rule.NoneBreaks("What is static is the same for everybody and for ever:", Code.SelectMany(MutableStatics));
    }

    [Theory]
    [InlineData("x.GetAwaiter().GetResult();")]
    [InlineData("try { } catch { }")]
    [InlineData("try { } catch (Exception) {\n }")]
    [InlineData("new MarkupString(text)")]
    [InlineData("builder.AddMarkupContent(0, text)")]
    [InlineData("db.Database.ExecuteSqlRawAsync(sql)")]
    [InlineData("#region Fields")]
    public void The_search_of_sources_finds_what_it_should(string code) => Assert.NotEmpty(BannedInSource(code, isRazor: false));

    [Theory]
    [InlineData("catch (SemaphoreFullException)\n{\n// Already awake: one look finds everything.\n}")]
    [InlineData("// GetAwaiter().GetResult() would block")]
    [InlineData("const string Words = \"new MarkupString(\";")]
    public void The_search_of_sources_leaves_the_rest_alone(string code) => Assert.Empty(BannedInSource(code, isRazor: false));

    [Fact]
    public void No_source_holds_what_is_banned()
    {
        var sources = Sources.Under("src/", ".cs", ".razor").ToList();
        Assert.True(sources.Count > 150);
        Rule.NoneBreaks("Nothing is swallowed, nothing blocks, no text becomes markup or SQL:",
            sources.SelectMany(path => BannedInSource(Sources.Text(path), path.EndsWith(".razor", StringComparison.Ordinal)), (path, what) => $"{path}: {what}"));
    }

    [Theory]
    [InlineData("<b>@(one ? \"a\" : Two(x)).With(name)</b>", 1)]
    [InlineData("<b>@((one ? \"a\" : Two(x)).With(name))</b> @Texts.Sent.With(name) i-@(Name).", 0)]
    public void The_search_for_calls_behind_brackets_finds_what_it_should(string razor, int found) => Assert.Equal(found, CallBehindBrackets().Count(razor));

    /// <summary>What stands behind <c>@( )</c> is text to Razor: people would read the call.</summary>
    [Fact]
    public void No_page_shows_code_that_it_should_run() => Rule.NoneBreaks("The brackets go around the call too:",
        Sources.Under("src/", ".razor").SelectMany(path => CallBehindBrackets().Matches(Sources.Text(path)), (path, call) => $"{path}: {call.Value}"));

    /// <summary>A test that sleeps is slow when it passes and wrong when the machine is busy; one that looks at the wall clock fails at midnight.</summary>
    [Fact]
    public void No_test_sleeps_blocks_or_asks_for_the_wall_clock()
    {
        var tests = Sources.Under("tests/", ".cs").Where(path => !path.EndsWith("/BannedCallTests.cs", StringComparison.Ordinal) && !path.StartsWith("tests/HrpPortal.Bench", StringComparison.Ordinal)).ToList();
        Assert.True(tests.Count > 50);
        Assert.Matches(BannedInTests(), Sources.Code("Thread.Sleep(1); // why", isRazor: false));
        var found = tests.SelectMany(path => BannedInTests().Matches(Sources.Code(path)), (path, match) => $"{path}: {match.Value}").ToList();
        Rule.NoneBreaks("Tests wait for what happens:", found.Except(AllowedInTests));
        Rule.NoneBreaks("Allowed, and not there any more:", AllowedInTests.Except(found));
    }

    private static IEnumerable<string> BannedIn(CodeType type) =>
        type.Calls.Where(IsBanned).Select(call => $"{type.Type.FullName} calls {call.DeclaringType!.Name}.{call.Name}");

    private static bool IsBanned(MemberInfo call) => (call.DeclaringType?.Name, call.Name) switch
    {
        ("DateTime", "get_Now" or "get_UtcNow" or "get_Today") or ("DateTimeOffset", "get_Now" or "get_UtcNow") => true,
        ("Task" or "Task`1" or "ValueTask`1", "get_Result" or "Wait" or "WaitAll" or "WaitAny") => true,
        ("Thread", "Sleep") => true,
        ("DatabaseFacade", "EnsureCreated" or "EnsureCreatedAsync" or "EnsureDeleted" or "EnsureDeletedAsync") => true,
        (_, "set_ServerCertificateCustomValidationCallback" or "set_RemoteCertificateValidationCallback") => true,
        (_, "FromSqlRaw" or "SqlQueryRaw" or "ExecuteSqlRaw" or "ExecuteSqlRawAsync") => true,
        ("MD5" or "SHA1" or "Random", "Create" or "HashData" or ".ctor") => true,
        _ => false,
    };

    private static IEnumerable<string> AsyncVoid(CodeType type) =>
        type.Parts.SelectMany(part => part.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            .Select(method => $"{type.Type.FullName}: {method.Name}");

    private static IEnumerable<string> MutableStatics(CodeType type) =>
        type.Parts.Where(part => !part.IsDefined(typeof(CompilerGeneratedAttribute)))
            .SelectMany(part => part.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(field => !field.IsLiteral && (!field.IsInitOnly || (field.FieldType.IsGenericType && MutableCollections.Contains(field.FieldType.GetGenericTypeDefinition()))))
            .Select(field => $"{type.Type.FullName}: {field.Name}");

    private static IEnumerable<string> BannedInSource(string text, bool isRazor) =>
        BannedInCode().Matches(Sources.Code(text, isRazor)).Concat(SwallowingCatch().Matches(text)).Select(match => match.Value.ReplaceLineEndings(" "));

    [GeneratedRegex(@"GetAwaiter\s*\(\s*\)\s*\.\s*GetResult|\bMarkupString\b|\bAddMarkupContent\b|\b(FromSql|ExecuteSql|SqlQuery)Raw(Async)?\b|^\s*#region", RegexOptions.Multiline)]
    private static partial Regex BannedInCode();

    [GeneratedRegex(@"@\((?>[^()]+|(?<open>\()|(?<-open>\)))*(?(open)(?!))\)\.\w+\(")]
    private static partial Regex CallBehindBrackets();

    /// <summary>Without even a comment that says why nothing is to be done.</summary>
    [GeneratedRegex(@"\bcatch\s*(\([^)]*\)\s*)?(when\s*\([^{]*\)\s*)?\{\s*\}")]
    private static partial Regex SwallowingCatch();

    [GeneratedRegex(@"\bThread\.Sleep|\basync void\b|\bDateTime(Offset)?\.(UtcNow|Now|Today)\b|GetAwaiter\s*\(\s*\)\s*\.\s*GetResult|\.Wait\(\)|\bTask\.Delay\((?!Timeout\.Infinite)|\bEnsureCreated(Async)?\b")]
    private static partial Regex BannedInTests();

#pragma warning disable CS0649, CA1823, CA2211, CA5351, IDE0044, IDE0051, IDE0052, xUnit1031 // Wrong on purpose.
    private sealed class Offenders
    {
        private static int _count;
        private static readonly List<int> Seen = [];

        public static DateTime Now() => DateTime.UtcNow;

        public static DateTimeOffset There() => DateTimeOffset.Now;

        public static int Block(Task<int> task)
        {
            task.Wait();
            Thread.Sleep(0);
            Seen.Add(_count);
            return task.Result;
        }

        public static void Trust(HttpClientHandler handler) => handler.ServerCertificateCustomValidationCallback = null;

        public static byte[] Weak() => System.Security.Cryptography.MD5.HashData([]);

        public static async void Fire() => await Task.Yield();
    }
#pragma warning restore
}
