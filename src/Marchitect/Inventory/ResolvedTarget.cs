namespace Marchitect;

/// <summary>An address with the way to its machine.</summary>
/// <param name="Address">The address as it was written.</param>
/// <param name="Transport">The way.</param>
/// <param name="WhySshProgram">
/// Why the system's <c>ssh</c> is used and not the built-in SSH, e.g. <c>ssh_config has ProxyJump bastion</c>; null where it is not used.
/// </param>
public sealed record ResolvedTarget(TargetAddress Address, Transport Transport, string? WhySshProgram = null);
