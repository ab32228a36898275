using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrpPortal.Data;

/// <summary>
/// Texts that are compared by more and less, so that an index finds what begins with something. SQLite compares bytes unless it
/// is told otherwise; PostgreSQL compares as the database's language does unless it is told "C".
/// </summary>
public static class ByteOrder
{
    public const string Collation = "C";

    private const string Mark = "Portal:ByteOrder";

    public static PropertyBuilder<T> InByteOrder<T>(this PropertyBuilder<T> property)
    {
        property.Metadata.SetAnnotation(Mark, true);
        return property;
    }

    /// <summary>For PostgreSQL.</summary>
    internal static void OrderBytes(this ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(property => property.FindAnnotation(Mark) is not null))
            property.SetCollation(Collation);
    }
}
