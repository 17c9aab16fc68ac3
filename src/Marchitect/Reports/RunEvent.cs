namespace Marchitect;

/// <summary>
/// Something that happened in a session or a run. All of it is one stream in the order of events; whoever shows or keeps a run
/// (console, files, logs) is a reader of that stream. Secrets are gone from it.
/// </summary>
/// <param name="At">When, by the clock of the machine we run on.</param>
/// <param name="Where">The place it belongs to.</param>
public abstract record RunEvent(DateTimeOffset At, Where Where);

/// <summary>A session is open: logged in, facts read.</summary>
/// <param name="At">When.</param>
/// <param name="Where">The host.</param>
/// <param name="Elapsed">How long reaching the host and logging in took.</param>
public sealed record SessionOpened(DateTimeOffset At, Where Where, TimeSpan Elapsed) : RunEvent(At, Where);

/// <summary>A shell of another user is open on the host; what is done as that user goes through it.</summary>
/// <param name="At">When.</param>
/// <param name="Where">The place that asked for it first.</param>
/// <param name="User">The other user, e.g. <c>root</c>.</param>
/// <param name="Method">The program that was used: <c>sudo</c>, <c>doas</c> or <c>su</c>.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record OtherUserReady(DateTimeOffset At, Where Where, string User, string Method, TimeSpan Elapsed) : RunEvent(At, Where);

/// <summary>A step has begun.</summary>
/// <param name="At">When.</param>
/// <param name="Where">The step.</param>
public sealed record StepBegun(DateTimeOffset At, Where Where) : RunEvent(At, Where);

/// <summary>A step has ended, well or not.</summary>
/// <param name="At">When.</param>
/// <param name="Where">The step.</param>
/// <param name="Report">What came of it.</param>
public sealed record StepEnded(DateTimeOffset At, Where Where, StepReport Report) : RunEvent(At, Where);

/// <summary>It is known what came of a prefab.</summary>
/// <param name="At">When.</param>
/// <param name="Where">The step.</param>
/// <param name="Report">What came of it.</param>
public sealed record PrefabEnded(DateTimeOffset At, Where Where, PrefabReport Report) : RunEvent(At, Where);

/// <summary>In a dry run: something that a whiteprint's code would do, and that was not done.</summary>
/// <param name="At">When.</param>
/// <param name="Where">The step.</param>
/// <param name="What">What it is, e.g. a command's shell text, secrets replaced.</param>
public sealed record WouldRun(DateTimeOffset At, Where Where, string What) : RunEvent(At, Where);

/// <summary>A command was sent to the host.</summary>
/// <param name="At">When.</param>
/// <param name="Where">The place it belongs to.</param>
/// <param name="Command">Its shell text, secrets replaced.</param>
public sealed record CommandBegun(DateTimeOffset At, Where Where, string Command) : RunEvent(At, Where);

/// <summary>A command wrote a line, or 64 KiB without a line's end, or ended within a line.</summary>
/// <param name="At">When it arrived here.</param>
/// <param name="Where">The place it belongs to.</param>
/// <param name="Line">The line.</param>
public sealed record OutputRead(DateTimeOffset At, Where Where, OutputLine Line) : RunEvent(At, Where);

/// <summary>A command has ended with this status.</summary>
/// <param name="At">When its end was known here.</param>
/// <param name="Where">The place it belongs to.</param>
/// <param name="Command">Its shell text, secrets replaced.</param>
/// <param name="ExitStatus">Its exit status.</param>
/// <param name="Elapsed">From sending it to knowing its end.</param>
public sealed record CommandEnded(DateTimeOffset At, Where Where, string Command, int ExitStatus, TimeSpan Elapsed) : RunEvent(At, Where);

/// <summary>A file or a folder was brought up or down, or found to be equal already.</summary>
/// <param name="At">When.</param>
/// <param name="Where">The place it belongs to.</param>
/// <param name="Path">The path on the host.</param>
/// <param name="IsUpload">Whether it went to the host.</param>
/// <param name="IsChanged">Whether anything differed; false where both sides were equal already.</param>
/// <param name="Bytes">Bytes of content that travelled.</param>
public sealed record FileMoved(DateTimeOffset At, Where Where, string Path, bool IsUpload, bool IsChanged, long Bytes) : RunEvent(At, Where);

/// <summary>Something the reader should know although nothing failed, e.g. output of a process left in the background.</summary>
/// <param name="At">When.</param>
/// <param name="Where">The place it belongs to.</param>
/// <param name="Text">What it is.</param>
public sealed record Noticed(DateTimeOffset At, Where Where, string Text) : RunEvent(At, Where);
