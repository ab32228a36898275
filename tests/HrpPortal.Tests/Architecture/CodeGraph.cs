using System.Reflection;
using System.Reflection.Emit;

namespace HrpPortal.Tests.Architecture;

/// <summary>What a type's code uses, its nested types (closures, state machines) included: read from the compiled IL, so that no alias, using or inference hides it.</summary>
internal sealed class CodeType
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly HashSet<Type> _uses = [];
    private readonly HashSet<MemberInfo> _calls = [];

    public CodeType(Type type)
    {
        Type = type;
        foreach (var part in Parts = [.. WithNested(type)]) Read(part);
    }

    public Type Type { get; }

    /// <summary>The type and all that is nested in it.</summary>
    public IReadOnlyList<Type> Parts { get; }

    /// <summary>Types as they are declared: <c>List&lt;Patient&gt;</c> counts as List&lt;&gt; and Patient.</summary>
    public IReadOnlySet<Type> Uses => _uses;

    /// <summary>Methods called and fields touched; of generic types, the members of the definition.</summary>
    public IReadOnlySet<MemberInfo> Calls => _calls;

    public static IReadOnlyList<CodeType> Of(Assembly assembly) => [.. assembly.GetTypes().Where(type => !type.IsNested).Select(type => new CodeType(type))];

    private static IEnumerable<Type> WithNested(Type type) => type.GetNestedTypes(Own).SelectMany(WithNested).Prepend(type);

    private void Read(Type type)
    {
        Use(type.BaseType);
        foreach (var one in type.GetInterfaces()) Use(one);
        Use(type.CustomAttributes);
        foreach (var field in type.GetFields(Own))
        {
            Use(field.FieldType);
            Use(field.CustomAttributes);
        }

        foreach (var property in type.GetProperties(Own)) Use(property.CustomAttributes);
        foreach (var method in type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own))) Read(method);
    }

    private void Read(MethodBase method)
    {
        Use(method.CustomAttributes);
        UseSignature(method);
        if (method.GetMethodBody() is not { } body) return;
        foreach (var local in body.LocalVariables) Use(local.LocalType);
        foreach (var clause in body.ExceptionHandlingClauses)
            if (clause.Flags == ExceptionHandlingClauseOptions.Clause) Use(clause.CatchType);
        var ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (var token in Intermediate.Tokens(body.GetILAsByteArray() ?? [])) Use(method.Module.ResolveMember(token, ofType, ofMethod));
    }

    private void Use(MemberInfo? member)
    {
        switch (member)
        {
            case Type type:
                Use(type);
                return;
            case FieldInfo field:
                Use(field.FieldType);
                break;
            case MethodBase method:
                UseSignature(method);
                break;
        }

        if (member is null) return;
        Use(member.DeclaringType);
        _calls.Add(member.Module.ResolveMember(member.MetadataToken) ?? member);
    }

    private void UseSignature(MethodBase method)
    {
        foreach (var parameter in method.GetParameters()) Use(parameter.ParameterType);
        if (method is not MethodInfo info) return;
        Use(info.ReturnType);
        if (info.IsGenericMethod) foreach (var argument in info.GetGenericArguments()) Use(argument);
    }

    private void Use(IEnumerable<CustomAttributeData> attributes)
    {
        foreach (var attribute in attributes)
        {
            Use(attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(named => named.TypedValue)))
                if (argument.Value is Type type) Use(type);
        }
    }

    private void Use(Type? type)
    {
        if (type is null || type.IsGenericParameter) return;
        if (type.HasElementType)
        {
            Use(type.GetElementType());
            return;
        }

        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments()) Use(argument);
            type = type.GetGenericTypeDefinition();
        }

        if (_uses.Add(type)) Use(type.DeclaringType);
    }
}

/// <summary>The tokens in a method's IL: every type, method and field that it names.</summary>
internal static class Intermediate
{
    private static readonly System.Collections.Frozen.FrozenDictionary<short, OpCode> Codes = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!), code => code.Value);

    public static IEnumerable<int> Tokens(byte[] il)
    {
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? Codes[unchecked((short)((0xFE << 8) | il[at + 1]))] : Codes[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return BitConverter.ToInt32(il, at);
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }
}
