using System.Globalization;

namespace Marchitect.Prefabs;

/// <summary>A group of users that exists on the host. Who is in it is told by each <see cref="User"/>.</summary>
/// <param name="Name">Its name, e.g. <c>docker</c>: ASCII letters, digits, <c>_ . -</c>, at most 32.</param>
/// <remarks>
/// It is made by <c>groupadd</c> and changed by <c>groupmod</c>, or made by busybox's <c>addgroup</c>, which cannot change a number. Files keep
/// the number of the group they had. <c>clean</c> leaves it, unless <see cref="RemoveOnClean"/> says so; a group that is the primary one of a user
/// cannot be removed.
/// </remarks>
public sealed record Group(string Name) : Prefab
{
    /// <inheritdoc cref="Group(string)" path="/param[@name='Name']"/>
    public string Name { get; } = AccountText.CheckedName(Name, "a group");

    /// <summary>Its number. <value>Default: null, as found; a new one gets the next free.</value></summary>
    public int? Gid { get; init => field = AccountText.CheckedNumber(value); }

    /// <summary>Whether a new one gets a number from the range of the system's own. <value>Default: false.</value></summary>
    public bool IsSystem { get; init; }

    /// <summary>Whether it is to be gone. <value>Default: false.</value></summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether <c>clean</c> removes it. <value>Default: false.</value></summary>
    public bool RemoveOnClean { get; init; }

    /// <inheritdoc/>
    protected internal override string Title => $"group {Name}";

    /// <inheritdoc/>
    protected internal override bool GoesLast(string mode) => mode == Mode.Clean;

    /// <inheritdoc/>
    protected internal override Probe Observe(string mode) => mode switch
    {
        Mode.Install or Mode.Update => AccountProbes.Group(Name),
        Mode.Clean when RemoveOnClean => AccountProbes.Group(Name),
        _ => Probe.None,
    };

    /// <inheritdoc/>
    protected internal override Change Decide(string mode, Finding found) => found switch
    {
        GroupFinding group when IsAbsent || mode == Mode.Clean => Gone(group),
        GroupFinding { Gid: null } group => Made(group.Tool),
        GroupFinding { Gid: { } gid } group when Gid is { } wanted && wanted != gid => Renumbered(group.Tool, gid, wanted),
        _ => Change.None,
    };

    private string Number => Gid?.ToString(CultureInfo.InvariantCulture) ?? "*";

    private Change Made(AccountTool tool)
    {
        string[] number = Gid is null ? [] : ["-g", Number];
        return tool switch
        {
            AccountTool.Useradd => Change.Of(AccountText.Run("groupadd", [.. IsSystem ? ["-r"] : (string[])[], .. number, "--", Name])),
            AccountTool.Adduser => Change.Of(AccountText.Run("addgroup", [.. IsSystem ? ["-S"] : (string[])[], .. number, Name])),
            _ => User.NoTool,
        } is { Kind: ChangeKind.Needed } made
            ? made with { Differences = [new("group", null, "made"), .. Gid is null ? [] : (Difference[])[new("gid", null, Number)]], Proof = [$"* {(Gid is null ? "[0-9]*" : Number)}"] }
            : User.NoTool;
    }

    private Change Renumbered(AccountTool tool, int gid, int wanted) => tool == AccountTool.Useradd
        ? Change.Of(AccountText.Run("groupmod", "-g", Number, "--", Name)) with
        {
            Differences = [new("gid", gid.ToString(CultureInfo.InvariantCulture), Number)],
            Proof = [$"* {Number}"],
        }
        : Change.Impossible(string.Create(CultureInfo.InvariantCulture, $"its number is {gid}, not {wanted}, and this host has no groupmod to change that"), User.ShadowRemedy);

    private Change Gone(GroupFinding found)
    {
        if (found.Gid is not { } gid)
            return Change.None;
        if (gid == 0)
            return Change.Impossible("it is root's");
        return found.Tool == AccountTool.None ? User.NoTool : Change.Of(AccountText.Run(found.Tool == AccountTool.Useradd ? "groupdel" : "delgroup", Name)) with
        {
            Differences = [new("group", "present", null)],
            Proof = ["* -"],
        };
    }
}
