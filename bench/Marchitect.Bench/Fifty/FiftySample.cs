namespace Marchitect.Bench;

/// <summary>One apply of the state.</summary>
/// <param name="Seconds">Wall time, until the program that was called has ended.</param>
/// <param name="ClientCpu">Processor time of that program and all it started, in seconds; NaN where it cannot be counted.</param>
/// <param name="ServerCpu">Processor time of the server and all its sessions started, in seconds; NaN where it cannot be counted.</param>
/// <param name="BytesUp">On the wire, from the client.</param>
/// <param name="BytesDown">On the wire, to the client.</param>
/// <param name="RoundTrips">On the wire, see <see cref="Testing.LinkProxy.RoundTrips"/>.</param>
internal sealed record FiftySample(double Seconds, double ClientCpu, double ServerCpu, long BytesUp, long BytesDown, double RoundTrips)
{
    /// <summary>Processor time of both ends.</summary>
    public double Cpu => ClientCpu + ServerCpu;
}
