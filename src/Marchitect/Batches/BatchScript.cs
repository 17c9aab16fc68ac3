using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>
/// The scripts that a batch sends: one that asks, and one that changes. Their answers are told apart by a boundary of 128 random bits on
/// lines of its own; <c>docs/convergence.md</c> draws both.
/// </summary>
internal sealed class BatchScript
{
    // B the boundary. Z what stands between two answers. D whether content comes along with the answers. N, S and J are the loop's: a
    // newline, the shell, and what a fresh shell does with a script in $P.
    private const string Prelude =
        """
        Z="$N$B$N"
        D=
        answer() { printf '%s\n%s\n' "$1" "$B"; }
        say() { printf '%s %s\n' "$B" "$*"; }

        """;

    // $g: what the group's questions answered. holds: whether each of them looks as it is to look.
    private const string Changing =
        """
        at() { printf '\n%s %s %s\n' "$B" $1 $2 >&2; }
        look() { D=1; again $1; say end; exit 0; }
        conflict() { say conflict $1; look $1; }
        failed() { say failed $1 $2 $3; g=$(p$1); say proof $1; printf '%s\n' "$g"; say end; exit 0; }
        lost() { say lost $1; say end; exit 0; }
        holds() {
            for w do
                r=${g%%"$N$B"*}; g=${g#*"$N$B"}; g=${g#"$N"}
                case $r in $w) ;; *) return 1;; esac
            done
        }

        """;

    // Written beside its name first: what a cut leaves half is no order to run anything.
    private const string Owing =
        """
        owe() {
            mkdir -p -m 0700 -- "$O" && printf '%s\n' "$2" >"$O/.$1" && mv -f -- "$O/.$1" "$O/$1" && return
            echo "What is to be run at the end could not be written down in $O." >&2
            return 1
        }

        """;

    // Called with names, in order; what else is owed comes after them.
    private const string RunOwed =
        """
        owed() {
            for f in "$O"/*; do
                case " $* " in *" ${f##*/} "*) ;; *) set -- "$@" "${f##*/}";; esac
            done
            for x do
                f=$O/$x
                [ -f "$f" ] || continue
                { IFS= read -r k; c=$(cat); } <"$f"
                printf '\n%s owed %s\n' "$B" "$x" >&2
                e=0
                P=$c $S -c "$J" >&2 </dev/null || e=$?
                [ $e != 0 ] || rm -f -- "$f"
                say notified $e $x "$k"
            done
        }

        """;

    private static readonly ProbeKind OwedKind = new("owed",
        """
        r=
        for f in "$1"/*; do [ ! -f "$f" ] || ! IFS= read -r k <"$f" || r=$r$k$N; done
        answer "$r"
        """);

    // Many files are cheaper as one stream than as shell text, from here on.
    private const int ManyLimitBytes = 128 * 1024;

    private readonly StringBuilder _script = new();

    private BatchScript(string boundary) => Boundary = boundary;

    public string Boundary { get; }

    public string Text => _script.ToString();

    /// <summary>The operations of each group, in the order of their numbers.</summary>
    public IReadOnlyList<IReadOnlyList<GroupOperation>> Operations { get; private set; } = [];

    /// <summary>Where large files are brought before their group is sent, by path.</summary>
    public static string StagedPath(string path, string nonce)
    {
        var slash = path.LastIndexOf('/');
        return $"{(slash < 0 ? "" : path[..(slash + 1)])}{PutScript.LargePrefix}{nonce}";
    }

    /// <summary>Prints a name beside a path: its own, or that of the first of the missing folders above it.</summary>
    public static string NearestFolder(string path) =>
        $$"""
        p={{TargetPath.Word(path)}}
        while d=${p%/*}; [ -n "$d" ] && [ ! -d "$d" ]; do p=$d; done
        printf %s "$p"

        """.ReplaceLineEndings("\n");

    /// <summary>Whether the content of an operation goes over a channel of its own.</summary>
    public static bool IsStreamed(Operation operation) => operation switch
    {
        WriteFile write => !PutScript.FitsInScript(write.Content.Span),
        ManyOperations many => Bytes(many) > ManyLimitBytes || many.Each.Any(IsStreamed),
        _ => false,
    };

    /// <summary>How much content an operation brings.</summary>
    public static long Bytes(Operation operation) => operation switch
    {
        WriteFile write => write.Content.Length,
        ManyOperations many => many.Each.Sum(Bytes),
        _ => 0,
    };

    /// <summary>The folder in which a user's owed actions are written down, as a word.</summary>
    public static string OwedFolder(string? user) => user == "root"
        ? "/var/lib/marchitect/owed"
        : "\"${XDG_STATE_HOME:-$HOME/.local/state}\"/marchitect/owed";

    /// <summary>Asks all questions, and what an earlier run owes.</summary>
    public static BatchScript Observe(QuestionSet questions, string? user, bool asksOwed)
    {
        var script = Begin(questions.Kinds.Concat(asksOwed ? [OwedKind] : []), user);
        script._script.Append("D=1\n");
        questions.Write(script._script);
        if (asksOwed)
            script._script.Append("say owed\nask_owed \"$O\"\n");
        script._script.Append("say end\n");
        return script;
    }

    /// <summary>Runs the groups, each while the host is as it was decided on; asks the rest where it stops, or at the end.</summary>
    /// <param name="plan">The groups, and the rest.</param>
    /// <param name="user">The session's user.</param>
    /// <param name="staged">Where the content of large files stands already.</param>
    /// <param name="owed">What is owed, in order, where it is to be run at the end; else null.</param>
    /// <param name="now">When, for the names of backups.</param>
    public static BatchScript Change(
        BatchPlan plan, string? user, StagedFiles staged, IReadOnlyList<string>? owed, DateTimeOffset now)
    {
        var rest = new QuestionSet(plan.Rest);
        var guards = plan.Groups.Select(group => new QuestionSet(group.Guarded)).ToArray();
        var proofs = plan.Groups.Select(group => new QuestionSet(group.Members.Select(member => member.Entry))).ToArray();
        var script = Begin(proofs.Append(rest).SelectMany(set => set.Kinds), user);
        var text = script._script.Append(Changing).Append(Owing);
        if (staged.Roots.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"trap 'rm -rf -- {string.Join(' ', staged.Roots.Select(path => TargetPath.Word(path).Replace("'", "'\\''", StringComparison.Ordinal)))}' EXIT\n");
        text.Append("again() {\n");
        foreach (var (k, _) in plan.Groups.Index())
            text.Append(CultureInfo.InvariantCulture, $"[ $1 -gt {k} ] || p{k}\n");
        rest.Write(text);
        text.Append("}\n");
        var operations = new List<IReadOnlyList<GroupOperation>>();
        foreach (var (k, group) in plan.Groups.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"p{k}() {{\n");
            proofs[k].Write(text);
            text.Append("}\n");
            if (group.HasExpected)
            {
                text.Append(CultureInfo.InvariantCulture, $"g{k}() {{\n");
                guards[k].Write(text);
                text.Append("}\n");
            }
            operations.Add(GroupOperation.Of(group));
            script.AppendGroup(k, group, guards[k], proofs[k], operations[k], staged, now);
        }
        script.Operations = operations;
        if (plan.Rest.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"say look\nlook {plan.Groups.Count}\n");
        else if (owed is not null)
            script.AppendOwed(owed);
        text.Append("say end\n");
        return script;
    }

    /// <summary>Writes down what is to be run at the end.</summary>
    public static BatchScript Owe(OnceAction action, string? user)
    {
        var script = Begin([], user);
        script._script.Append(Owing);
        script.AppendOwing(action);
        script._script.Append(" || say unwritten\nsay end\n");
        return script;
    }

    /// <summary>Runs what is owed.</summary>
    public static BatchScript Notify(IReadOnlyList<string> owed, string? user)
    {
        var script = Begin([], user);
        script.AppendOwed(owed);
        script._script.Append("say end\n");
        return script;
    }

    private void AppendOwed(IReadOnlyList<string> keys) =>
        _script.Append(RunOwed).Append("owed ").AppendJoin(' ', keys.Select(OwedName)).Append('\n');

    private void AppendOwing(OnceAction action) =>
        _script.Append(CultureInfo.InvariantCulture, $"owe {OwedName(action.Key)} {Shell.Quote($"{action.Key}\n{action.Command.Text}")}");

    private static BatchScript Begin(IEnumerable<ProbeKind> kinds, string? user)
    {
        var script = new BatchScript(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        script._script.Append(CultureInfo.InvariantCulture, $"B={script.Boundary}\nO={OwedFolder(user)}\n").Append(Prelude);
        foreach (var kind in kinds.DistinctBy(kind => kind.Name))
            script._script.Append("ask_").Append(kind.Name).Append("() {\n").Append(kind.Script.ReplaceLineEndings("\n")).Append("\n}\n");
        return script;
    }

    private void AppendGroup(
        int k, ChangeGroup group, QuestionSet guard, QuestionSet proof, IReadOnlyList<GroupOperation> operations,
        StagedFiles staged, DateTimeOffset now)
    {
        _script.Append(CultureInfo.InvariantCulture, $"g=$({(group.HasExpected ? "g" : "p")}{k})\n");
        _script.Append(CultureInfo.InvariantCulture, $"e={Expected(guard)}\n[ \"$g\" = \"$e\" ] || conflict {k}\n");
        if (operations.Count == 0)
        {
            _script.Append(CultureInfo.InvariantCulture, $"say proof {k}\nprintf '%s\\n' \"$g\"\n");
            return;
        }
        // What cannot be owed is not done: nobody would know later that it has to be followed by something.
        foreach (var (number, action) in group.Members.Index().SelectMany(member => ChangeGroup.NotifyOf(member.Item).Select(action => (member.Index, action))).DistinctBy(each => each.action))
        {
            _script.Append(CultureInfo.InvariantCulture, $"at {k} 0\n");
            AppendOwing(action);
            _script.Append(CultureInfo.InvariantCulture, $" || {{ printf '\\n%s ! %s\\n' \"$B\" {number} >&2; failed {k} 0 1; }}\n");
        }
        foreach (var (number, operation) in operations.Index())
        {
            _script.Append(CultureInfo.InvariantCulture, $"at {k} {number}\n");
            AppendOperation(group, operation, staged, now);
            _script.Append(CultureInfo.InvariantCulture, $" >&2 </dev/null || failed {k} {number} $?\n");
        }
        _script.Append(CultureInfo.InvariantCulture, $"g=$(p{k})\nsay proof {k}\nprintf '%s\\n' \"$g\"\n");
        var patterns = Patterns(group, proof).ToArray();
        if (Array.Exists(patterns, pattern => pattern != "*"))
            _script.Append(CultureInfo.InvariantCulture, $"holds {string.Join(' ', patterns.Select(Shell.Quote))} || lost {k}\n");
        else if (!group.HasExpected)
            _script.Append(CultureInfo.InvariantCulture, $"[ \"$g\" != \"$e\" ] || lost {k}\n");
    }

    private void AppendOperation(ChangeGroup group, GroupOperation operation, StagedFiles staged, DateTimeOffset now)
    {
        string Paths(Func<Operation, string> path) => string.Join(' ', operation.Operations.Select(path).Distinct().Select(TargetPath.Word));
        switch (operation.Operations[0])
        {
            case var _ when operation.IsPut:
                _script.Append("(\n");
                PutScript.Append(_script, Numbered(group, operation), Boundary[..16], staged, now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
                _script.Append(')');
                break;
            case MakeFolder { Permissions: null }:
                _script.Append(CultureInfo.InvariantCulture, $"mkdir -p -- {Paths(each => ((MakeFolder)each).Path)}");
                break;
            case MakeFolder { Permissions: { } permissions }:
                // chmod, since a set-group-ID folder above hands its bit down; five digits, since GNU chmod keeps that bit with four.
                var folders = Paths(each => ((MakeFolder)each).Path);
                _script.Append(CultureInfo.InvariantCulture, $"{{ mkdir -p -m {permissions.Octal} -- {folders} && chmod -- 0{permissions.Octal} {folders}; }}");
                break;
            case SetPermissions { Permissions: var permissions }:
                _script.Append(CultureInfo.InvariantCulture, $"chmod -- 0{permissions.Octal} {Paths(each => ((SetPermissions)each).Path)}");
                break;
            case SetOwner { Owner: var owner, FollowsLink: var followsLink }:
                _script.Append(CultureInfo.InvariantCulture, $"chown {(followsLink ? "" : "-h ")}-- {Shell.Quote(owner)} {Paths(each => ((SetOwner)each).Path)}");
                break;
            case RemovePath { IsFolder: var isFolder }:
                _script.Append(CultureInfo.InvariantCulture, $"rm {(isFolder ? "-rf" : "-f")} -- {Paths(each => ((RemovePath)each).Path)}");
                break;
            case RemoveEmptyFolder:
                _script.Append(CultureInfo.InvariantCulture, $"rmdir -- {Paths(each => ((RemoveEmptyFolder)each).Path)}");
                break;
            case RunCommand command:
                _script.Append(CultureInfo.InvariantCulture, $"P={Shell.Quote(command.Text)} $S -c \"$J\"");
                break;
            case SystemctlOperation { Verb: var verb }:
                SystemctlScript.Append(_script, verb, [.. Numbered(group, operation).Select(each => (each.Number, ((SystemctlOperation)each.Operation).Unit))]);
                break;
            case AptRun:
                AptScript.Append(_script, [.. Numbered(group, operation).Select(each => (each.Number, (AptRun)each.Operation))]);
                break;
            case var unknown:
                throw new InvalidOperationException($"There is no script for {unknown.GetType().Name}.");
        }
    }

    // A failure of one is told with the number of its member.
    private static (int Number, Operation Operation)[] Numbered(ChangeGroup group, GroupOperation operation)
    {
        var numbers = group.Members.Index().ToDictionary(each => each.Item, each => each.Index);
        return [.. operation.Parts.Select(part => (numbers[part.Member], part.Operation))];
    }

    // What the questions answered when the change was decided; $() takes the newline off the end.
    private static string Expected(QuestionSet guard)
    {
        var answers = string.Join("${Z}", guard.InOrder.Select(asked => Shell.Quote(asked.Entry.Answers[asked.Index].Text)));
        return answers.Length == 0 ? "" : $"{answers}\"$N$B\"";
    }

    private static IEnumerable<string> Patterns(ChangeGroup group, QuestionSet proof)
    {
        var members = group.Members.ToDictionary(member => member.Entry);
        return proof.InOrder.Select(asked => Pattern(group, members[asked.Entry], asked.Index));
    }

    private static string Pattern(ChangeGroup group, GroupMember member, int index) =>
        member.Change.Kind == ChangeKind.Needed && member.Change.Proof.Count > index && group.Heir(member) == member ? member.Change.Proof[index] : "*";

    /// <summary>The name under which the host knows what is owed.</summary>
    public static string OwedName(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];
}
