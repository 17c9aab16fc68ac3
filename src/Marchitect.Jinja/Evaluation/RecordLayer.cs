namespace Marchitect.Jinja;

/// <summary>The members of a record as variables.</summary>
internal sealed class RecordLayer(RecordValue record, VariableLayer? below) : VariableLayer(below)
{
    public override IEnumerable<string> OwnNames => record.Names;

    public override bool TryGetOwn(string name, out Value value) => record.TryGet(name, out value);
}
