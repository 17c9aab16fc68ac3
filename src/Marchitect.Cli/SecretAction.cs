namespace Marchitect;

/// <summary>What is done with a file of secrets.</summary>
internal enum SecretAction
{
    /// <summary>A value is set; the file is made where there is none.</summary>
    Set,

    /// <summary>A value is printed.</summary>
    Get,

    /// <summary>The names are printed.</summary>
    List,

    /// <summary>A value is taken away.</summary>
    Remove,

    /// <summary>A value, or all of them, is changed in an editor.</summary>
    Edit,

    /// <summary>All is encrypted anew under another password.</summary>
    Rekey,
}
