using System.Text;

namespace Marchitect;

/// <summary>The questions of some prefabs, those of one kind together: how they are asked, and whose the answers are.</summary>
internal sealed class QuestionSet
{
    private readonly OrderedDictionary<string, (ProbeKind Kind, List<(PrefabEntry Entry, int Index)> Asked)> _byKind = [];

    public QuestionSet(IEnumerable<PrefabEntry> entries)
    {
        foreach (var entry in entries)
        {
            foreach (var (index, question) in entry.Probe.Questions.Index())
            {
                if (!_byKind.TryGetValue(question.Kind.Name, out var kind))
                    _byKind.Add(question.Kind.Name, kind = (question.Kind, []));
                if (kind.Kind != question.Kind)
                    throw new InvalidOperationException($"There are two kinds of probe called '{question.Kind.Name}'; give one another name.");
                kind.Asked.Add((entry, index));
            }
        }
    }

    public bool IsEmpty => _byKind.Count == 0;

    public IEnumerable<ProbeKind> Kinds => _byKind.Values.Select(kind => kind.Kind);

    /// <summary>The questions in the order in which they are answered.</summary>
    public IEnumerable<(PrefabEntry Entry, int Index)> InOrder => _byKind.Values.SelectMany(kind => kind.Asked);

    /// <summary>Writes a call for each kind.</summary>
    public void Write(StringBuilder script)
    {
        foreach (var (kind, asked) in _byKind.Values)
        {
            script.Append("ask_").Append(kind.Name);
            foreach (var (entry, index) in asked)
                script.Append(' ').AppendJoin(' ', entry.Probe.Questions[index].Words);
            script.Append('\n');
        }
        if (IsEmpty)
            script.Append(":\n");
    }

    /// <summary>Hands the answers to those who asked.</summary>
    public void Take(IReadOnlyList<ProbeAnswer> answers)
    {
        var byEntry = new Dictionary<PrefabEntry, ProbeAnswer[]>();
        foreach (var ((entry, index), answer) in InOrder.Zip(answers))
        {
            if (!byEntry.TryGetValue(entry, out var own))
                byEntry[entry] = own = new ProbeAnswer[entry.Probe.Questions.Count];
            // Asked for a guard or a proof, the host sends no content along: what is known of the same file still holds.
            var before = entry.Answers.ElementAtOrDefault(index);
            own[index] = answer.Content is null && !answer.HasLine && before?.Text == answer.Text ? before : answer;
        }
        foreach (var (entry, own) in byEntry)
            entry.Answers = own;
    }
}
