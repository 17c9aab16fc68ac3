namespace Marchitect;

/// <summary>Does something to a unit of systemd; neighbours that do the same are done by one <c>systemctl</c>.</summary>
/// <param name="Verb">What, e.g. <c>enable</c>, with options of its own after it.</param>
/// <param name="Unit">The unit's full name; null for <c>daemon-reload</c>.</param>
internal sealed record SystemctlOperation(string Verb, string? Unit = null) : Operation
{
    public const string DaemonReload = "daemon-reload";

    // A unit stops while its file is there; it starts once systemd has read all files. Links are made in between, so that one reload is
    // enough for files and links.
    internal override int Phase => Verb switch
    {
        "stop" => -3,
        "disable" or "disable --runtime" => -2,
        "mask" or "unmask" or "unmask --runtime" => -1,
        "enable" => 1,
        DaemonReload => 2,
        _ => 3,
    };

    public override string Title => Unit is null ? $"systemctl {Verb}" : $"systemctl {Verb} {Unit}";
}
