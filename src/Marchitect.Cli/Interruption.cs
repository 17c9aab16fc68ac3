using System.Runtime.InteropServices;

namespace Marchitect;

/// <summary>
/// Ctrl-C, and SIGTERM: the first ends the run gently, after the command under way; the second firmly, with the command; the
/// third is left to the system, which ends the program.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _gently = new();
    private readonly CancellationTokenSource _firmly = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Action<string> _note;
    private int _count;

    public Interruption(Action<string> note)
    {
        _note = note;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt)];
    }

    /// <summary>Ends the run after the command under way.</summary>
    public CancellationToken Gently => _gently.Token;

    /// <summary>Ends the run with the command under way.</summary>
    public CancellationToken Firmly => _firmly.Token;

    /// <summary>The status to exit with: 128 and the number of the signal that came first; 0 where none came.</summary>
    public int ExitStatus { get; private set; }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _gently.Dispose();
        _firmly.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        switch (Interlocked.Increment(ref _count))
        {
            case 1:
                context.Cancel = true;
                ExitStatus = context.Signal == PosixSignal.SIGTERM ? 143 : Marchitect.ExitStatus.Interrupted;
                _note("Stopping after the command that is under way. Once more ends that command too.");
                _gently.Cancel();
                break;
            case 2:
                context.Cancel = true;
                _note("Ending the command that is under way.");
                _firmly.Cancel();
                break;
            default:
                break;
        }
    }
}
