namespace Marchitect;

/// <summary>
/// On a member of a config record: null takes away what layers below set. An entry of a map is gone then; any other setting has the record's default.
/// Without it null is an error where the member is not nullable.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class NullRemovesAttribute : Attribute;
