namespace Marchitect;

/// <summary>How a session behaves.</summary>
public sealed record SessionOptions
{
    /// <summary>
    /// How long a command may run where it says nothing of its own. <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// <value>Default: one hour.</value>
    /// </summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a command that is to end gets from SIGTERM to SIGKILL, and then again until the session is given up.
    /// <value>Default: 5 seconds.</value>
    /// </summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a host may take from the login to the first reply of its shell. <value>Default: 60 seconds.</value></summary>
    public TimeSpan OpenLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gives the password for acting as another user, or null where there is none. It is asked when the host asks, once a session for all
    /// of <c>sudo</c> (the login user's password) and once for each user of <c>su</c> (that user's); <c>doas</c> takes none. It goes to the host's
    /// stdin, and is in no command line, event or error. <value>Default: null, there is none: only what asks for none works.</value>
    /// </summary>
    /// <example><code>BecomePassword = (_, _) => new(File.ReadAllText("sudo-password").TrimEnd())</code></example>
    public Func<Become, CancellationToken, ValueTask<string?>>? BecomePassword { get; init; }

    /// <summary>Reads the session's events as they happen; one call at a time. <value>Default: null.</value></summary>
    public Action<RunEvent>? OnEvent { get; init; }

    /// <summary>The clock. <value>Default: <see cref="TimeProvider.System"/>.</value></summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Replaces the secrets of the run that the session is part of.</summary>
    internal Redactor Redactor { get; init; } = Redactor.None;
}
