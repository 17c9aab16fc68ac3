namespace Marchitect.Prefabs;

/// <summary>How a unit is to be; null leaves it as found.</summary>
/// <param name="IsRunning">Whether it runs.</param>
/// <param name="IsEnabled">Whether it starts with the machine, or with what it is installed for.</param>
/// <param name="IsMasked">Whether nothing may start it.</param>
internal sealed record UnitWish(bool? IsRunning, bool? IsEnabled, bool? IsMasked = null)
{
    /// <summary>Whether it has to be there for that.</summary>
    public bool NeedsUnit => IsMasked != true && (IsRunning == true || IsEnabled == true);
}
