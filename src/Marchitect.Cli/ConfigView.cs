namespace Marchitect;

/// <summary>What the command <c>config</c> prints.</summary>
internal enum ConfigView
{
    /// <summary>The values.</summary>
    Values,

    /// <summary>The values, each with who set it.</summary>
    Explained,

    /// <summary>What config files may hold, as JSON Schema.</summary>
    Schema,
}
