using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>
/// Puts files and links in place, and new folders with what is in them, any number with a dozen processes: they are written by the shell
/// itself into a folder beside their place, proved by their hashes, given owners and permissions, checked, flushed, and renamed, all
/// of one folder, or a whole new tree, by one <c>mv</c>. The file under its final name is always whole, the old or the new; cut
/// anywhere, it removes what it wrote.
/// </summary>
internal static class PutScript
{
    /// <summary>What stands before a folder's own name, so that a later run knows what one that was killed has left.</summary>
    private const string Prefix = ".marchitect-put-";

    /// <summary>What stands before the name of what was sent over a channel of its own, beside its place.</summary>
    public const string LargePrefix = ".marchitect-large-";

    // An argument list has 2 MiB on Linux; names may have 255 bytes, and stand behind a path each.
    private const int NamesInACommand = 500;

    private const int FlushedOneByOne = 100;

    private const string Withheld = "What its check says is not shown, since it may quote the content, which is secret.";

    /// <summary>Appends the script.</summary>
    /// <param name="script">Where to.</param>
    /// <param name="operations">What is put, with the number that <c>bad</c> tells.</param>
    /// <param name="nonce">Sixteen characters that name the folders.</param>
    /// <param name="staged">Where the content of large files stands already.</param>
    /// <param name="stamp">When, for the names of backups.</param>
    public static void Append(
        StringBuilder script, IReadOnlyList<(int Number, Operation Operation)> operations, string nonce, StagedFiles staged, string stamp)
    {
        var trees = new NewTrees([.. operations.Select(each => each.Operation)]);
        var places = operations.Select(each => Item.Of(each.Number, each.Operation, trees.TopOf(each.Operation))).ToArray();
        var folders = places.Select(place => place.Folder).Distinct().Index().ToDictionary(each => each.Item, each => each.Index);
        var all = string.Join(' ', folders.Values.Select(i => $"\"$t{i}\""));
        string Temporary(Item place) => $"\"$t{folders[place.Folder]}\"/{Shell.Quote(place.Name)}";
        void Each(IEnumerable<Item> some, Func<string, string> line)
        {
            foreach (var names in some.Chunk(NamesInACommand))
                script.Append(line(string.Join(' ', names.Select(Temporary)))).Append('\n');
        }

        script.Append("bad() { printf '%s ! %s\\n' \"$B\" $1 >&2; exit 1; }\n")
            // A shell's own printf does not tell a full disk from other errors.
            .Append("short() { r=$(df -P -k \"$2\" 2>/dev/null | tail -n 1); set -- $1 $r; [ \"${5:-100}\" -ge 64 ] || echo 'No space left on device'; bad $1; }\n");
        foreach (var (folder, i) in folders)
        {
            var first = places.First(place => place.Folder == folder);
            script.Append(CultureInfo.InvariantCulture, $"d{i}={TargetPath.Word(folder)}; t{i}=$d{i}/{Prefix}{nonce}\n")
                .Append(CultureInfo.InvariantCulture, $"[ -d \"$d{i}\" ] || {(first.IsNew ? $"mkdir -p -- \"$d{i}\" || " : "")}{{ printf '%s\\n' \"$d{i}: the folder does not exist\"; bad {first.Number}; }}\n")
                .Append(CultureInfo.InvariantCulture, $"for x in \"$d{i}\"/{Prefix}*; do [ ! -d \"$x\" ] || rm -rf -- \"$x\"; done\n")
                .Append(ForgetLarge($"\"$d{i}\"", staged));
        }
        foreach (var root in staged.Roots)
            script.Append(ForgetLarge(TargetPath.Word(FolderOf(root)), staged));
        script.Append(CultureInfo.InvariantCulture, $"trap 'rm -rf -- {all}' EXIT\ntrap 'exit 143' HUP INT PIPE TERM\n");
        var made = places.Where(place => place.Made is not null).OrderBy(place => place.Name, StringComparer.Ordinal).ToArray();
        var folderNames = made.Select(place => (place.Folder, place.Name)).ToHashSet();
        bool HasItsFolder(Item place) => place.Name == place.Top || folderNames.Contains((place.Folder, FolderOf(place.Name)));
        // Folders without permissions of their own, and those between, get the umask's; where there are none, one process makes all.
        if (made.Length > 0 && made.All(place => place.Made!.Permissions is not null && HasItsFolder(place)))
        {
            script.Append("umask 077\n");
            Each(made, names => $"mkdir -p -- {all} {names} || exit 1");
        }
        else
        {
            script.Append(CultureInfo.InvariantCulture, $"mkdir -m 0700 -- {all} || exit 1\n");
            Each(made, names => $"mkdir -p -- {names} || exit 1");
            script.Append("umask 077\n");
        }

        foreach (var place in places.Where(place => place.IsNew && place.Made is null && !HasItsFolder(place)).DistinctBy(place => (place.Folder, FolderOf(place.Name))))
            script.Append(CultureInfo.InvariantCulture, $"[ -d \"$t{folders[place.Folder]}\"/{Shell.Quote(FolderOf(place.Name))} ] || {{ printf '%s\\n' \"$d{folders[place.Folder]}\"/{Shell.Quote($"{FolderOf(place.Name)}: the folder does not exist")}; bad {place.Number}; }}\n");

        var files = places.Where(place => place.Write is not null).ToArray();
        foreach (var place in places.Where(place => place.Target is not null))
            script.Append(CultureInfo.InvariantCulture, $"ln -s -- {Shell.Quote(place.Target!)} {Temporary(place)} || bad {place.Number}\n");
        AppendStaged(script, files, staged, Temporary, folders);
        var written = files.Where(place => staged.PlaceOf(place.Write!.Path) is null).ToArray();
        foreach (var place in written)
            script.Append(CultureInfo.InvariantCulture, $"{Print(place.Write!.Content.Span)} >{Temporary(place)} || short {place.Number} \"$t{folders[place.Folder]}\"\n");
        foreach (var some in written.Chunk(NamesInACommand))
        {
            var temporaries = string.Join(' ', some.Select(Temporary));
            var wanted = some.Select(place => Convert.ToHexStringLower(SHA256.HashData(place.Write!.Content.Span)));
            // Newlines in names would tear the lines that sha256sum prints; it marks those of names with a backslash.
            var areLines = !some.Any(place => place.Folder.Contains('\n', StringComparison.Ordinal) || place.Name.Contains('\n', StringComparison.Ordinal));
            script.Append(areLines ? $"h=$(sha256sum -- {temporaries})\n" : $"h=$(for f in {temporaries}; do sha256sum <\"$f\"; done)\n")
                .Append(CultureInfo.InvariantCulture, $"set -f -- {string.Join(' ', wanted)}\n")
                .Append("IFS=$N; for l in $h; do l=${l#\\\\}; [ \"${l%% *}\" = \"$1\" ] || break; shift; done; unset IFS; set +f\n")
                .Append("[ $# = 0 ] || { echo 'what was written is not what was sent: is the disk full?'; exit 1; }\n");
        }

        // chown takes away the bits that chmod may give.
        foreach (var same in files.Where(place => place.Write!.Owner is not null).GroupBy(place => (place.Write!.Owner, place.Write.IsOwnerWanted)))
            Each(same, names => $"chown -- {Shell.Quote(same.Key.Owner!)} {names} {(same.Key.IsOwnerWanted ? "|| exit 1" : "2>/dev/null || :")}");
        foreach (var same in files.GroupBy(place => place.Write!.Permissions))
            Each(same, names => $"chmod -- {same.Key.Octal} {names} || exit 1");
        // A set-group-ID folder above hands its bit down, and GNU chmod keeps that with four digits.
        foreach (var same in made.Where(place => place.Made!.Permissions is not null).GroupBy(place => place.Made!.Permissions!.Value))
            Each(same, names => $"chmod -- 0{same.Key.Octal} {names} || exit 1");
        foreach (var place in files.Where(place => place.Write!.Check is not null))
        {
            script.Append(CultureInfo.InvariantCulture, $"f={Temporary(place)}\n")
                .Append(CultureInfo.InvariantCulture, $"F=$f P={Shell.Quote(place.Write!.Check!.Replace("%s", "\"$F\"", StringComparison.Ordinal))} $S -c \"$J\"{(place.Write.IsSecret ? " >/dev/null 2>&1" : "")} || {{ printf '%s\\n' {Shell.Quote($"The new file was refused by its check: {place.Write.Check}{(place.Write.IsSecret ? $"\n{Withheld}" : "")}")}; bad {place.Number}; }}\n");
        }
        // Each file is a wait for the disk; many are flushed by one for the file systems they lie on, and never those beside them, which may
        // have minutes of other work to write.
        if (files.Length is > 0 and <= FlushedOneByOne)
            Each(files, names => $"sync -- {names} 2>/dev/null || sync");
        else if (files.Length > 0)
            script.Append(CultureInfo.InvariantCulture, $"sync -f -- {all} 2>/dev/null || sync\n");
        foreach (var place in files.Where(place => place.Write!.HasBackup))
        {
            // A second name for the old file keeps it, whole at any moment, when the new one takes its name. An earlier one of the same second stays.
            script.Append(CultureInfo.InvariantCulture, $"f={TargetPath.Word(place.Write!.Path)} i=\nb=$f.{stamp}\n")
                .Append("while [ -e \"$b$i~\" ] || [ -h \"$b$i~\" ]; do i=${i#-}; i=-$((${i:-1}+1)); done\n")
                .Append(CultureInfo.InvariantCulture, $"[ ! -e \"$f\" ] || ln -- \"$f\" \"$b$i~\" 2>/dev/null || cp -p -- \"$f\" \"$b$i~\" || bad {place.Number}\n");
        }
        // mv would put a tree into a folder that has come to stand there since the guard.
        foreach (var top in places.Where(place => place.IsNew).DistinctBy(place => (place.Folder, place.Top)))
            script.Append(CultureInfo.InvariantCulture, $"f=\"$d{folders[top.Folder]}\"/{Shell.Quote(top.Top)}; if [ -e \"$f\" ] || [ -h \"$f\" ]; then printf '%s\\n' \"$f has come to be there meanwhile\"; bad {top.Number}; fi\n");
        foreach (var same in places.DistinctBy(place => (place.Folder, place.Top)).GroupBy(place => place.Folder))
        {
            foreach (var some in same.Chunk(NamesInACommand))
                script.Append(CultureInfo.InvariantCulture, $"mv -f -- {string.Join(' ', some.Select(place => $"\"$t{folders[same.Key]}\"/{Shell.Quote(place.Top)}"))} \"$d{folders[same.Key]}\"/ || exit 1\n");
        }
    }

    // Those that keep their name on the way go with one mv for each folder.
    private static void AppendStaged(
        StringBuilder script, Item[] files, StagedFiles staged, Func<Item, string> temporary, Dictionary<string, int> folders)
    {
        var there = files.Select(file => (File: file, Place: staged.PlaceOf(file.Write!.Path))).Where(each => each.Place is not null).ToArray();
        foreach (var same in there.GroupBy(each => (From: FolderOf(each.Place!), To: each.File.Folder, IsSame: !each.File.IsNew && each.Place!.EndsWith('/' + each.File.Name, StringComparison.Ordinal))))
        {
            if (!same.Key.IsSame)
            {
                foreach (var (file, place) in same)
                    script.Append(CultureInfo.InvariantCulture, $"mv -- {TargetPath.Word(place!)} {temporary(file)} || bad {file.Number}\n");
                continue;
            }
            script.Append(CultureInfo.InvariantCulture, $"s={TargetPath.Word(same.Key.From)}\n");
            foreach (var some in same.Chunk(NamesInACommand))
                script.Append(CultureInfo.InvariantCulture, $"mv -- {string.Join(' ', some.Select(each => $"\"$s\"/{Shell.Quote(each.File.Name)}"))} \"$t{folders[same.Key.To]}\"/ || bad {some[0].File.Number}\n");
        }
    }

    // What a run that was killed has left; not what is to be put in place now.
    // What stands in / is named with two slashes.
    private static string ForgetLarge(string folder, StagedFiles staged) =>
        $"for x in {folder}/{LargePrefix}*; do case $x in {string.Concat(staged.Roots.Select(root => $"{TargetPath.Word(root)}|/{TargetPath.Word(root)}) ;; "))}*) [ ! -e \"$x\" ] || rm -rf -- \"$x\";; esac; done\n";

    private static string FolderOf(string path) => path.LastIndexOf('/') switch
    {
        < 0 => ".",
        0 => "/",
        var slash => path[..slash],
    };

    /// <summary>Whether a content can stand in a script: as text in quotes, or with its bytes in octal digits.</summary>
    public static bool FitsInScript(ReadOnlySpan<byte> content) =>
        content.Length <= 16 * 1024 || (content.Length <= FileScripts.InlineBytes && FileProbes.TextOf(content) is not null);

    private static string Print(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
            return ":";
        if (FileProbes.TextOf(content) is { } text)
            return $"printf %s {Shell.Quote(text)}";
        var octal = new StringBuilder("printf '", content.Length * 4);
        foreach (var b in content)
            octal.Append('\\').Append(Convert.ToString(b, 8).PadLeft(3, '0'));
        return octal.Append('\'').ToString();
    }

    /// <param name="Number">What <c>bad</c> tells.</param>
    /// <param name="Folder">The folder that is there, or is made for it.</param>
    /// <param name="Name">Its name there; a path within a new tree.</param>
    /// <param name="IsNew">Whether it belongs to a new tree.</param>
    private sealed record Item(int Number, string Folder, string Name, bool IsNew)
    {
        public WriteFile? Write { get; private init; }

        /// <summary>Of a link.</summary>
        public string? Target { get; private init; }

        public MakeFolder? Made { get; private init; }

        /// <summary>What is renamed: the name, or the tree it stands in.</summary>
        public string Top => IsNew && Name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? Name[..slash] : Name;

        public static Item Of(int number, Operation operation, string? top)
        {
            var path = operation switch
            {
                MakeFolder folder => folder.Path,
                MakeLink link => link.Path,
                _ => ((WriteFile)operation).Path,
            };
            path = top is null ? path : Footprint.Normal(path);
            var place = top ?? path;
            var nameAt = place.LastIndexOf('/') + 1;
            return new(number, FolderOf(place), path[nameAt..], IsNew: top is not null)
            {
                Write = operation as WriteFile,
                Target = (operation as MakeLink)?.Target,
                Made = operation as MakeFolder,
            };
        }
    }
}
