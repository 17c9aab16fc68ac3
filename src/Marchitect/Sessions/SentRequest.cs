namespace Marchitect;

/// <summary>A request on its way.</summary>
/// <param name="Frame">Its frame.</param>
/// <param name="Input">Ends when what it reads from stdin has been written; never faults.</param>
internal readonly record struct SentRequest(PendingFrame Frame, Task Input);
