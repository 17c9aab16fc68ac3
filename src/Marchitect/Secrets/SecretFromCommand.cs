namespace Marchitect;

/// <summary>What a program writes. Its arguments are shown nowhere: one may hold a secret after all.</summary>
internal sealed record SecretFromCommand(string Program, string[] Arguments) : SecretOrigin
{
    public override string Words => $"command {Program}";

    public override async ValueTask<string> FetchAsync(SecretResolver resolver, CancellationToken cancellationToken) =>
        await SecretProgram.ReadAsync(Program, Arguments, SecretProgram.TimeLimit, cancellationToken).ConfigureAwait(false);

    // Arrays are equal only where they are one and the same.
    public bool Equals(SecretFromCommand? other) => other is not null && Program == other.Program && Arguments.AsSpan().SequenceEqual(other.Arguments);

    public override int GetHashCode() => Arguments.Aggregate(Program.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}
