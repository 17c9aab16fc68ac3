namespace Marchitect;

/// <summary>What stands at a path.</summary>
internal enum EntryKind
{
    File,
    Folder,
    Link,
    Other,
}
