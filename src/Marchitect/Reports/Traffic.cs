namespace Marchitect;

/// <summary>What a session cost on the link, counted on our side above the transport's own protocol.</summary>
/// <param name="RoundTrips">
/// How often a request had to wait for the reply to an earlier one; requests sent together share a round trip. Logging in is
/// not counted (the transport's documentation tells it), and neither is opening a further channel for a large file or for ending a command;
/// what then goes over it is.
/// </param>
/// <param name="BytesSent">Bytes written to programs on the host.</param>
/// <param name="BytesReceived">Bytes read from programs on the host, both output streams.</param>
public readonly record struct Traffic(int RoundTrips, long BytesSent, long BytesReceived)
{
    /// <summary>The sum of two counts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static Traffic operator +(Traffic left, Traffic right) => left.Add(right);

    /// <summary>The sum of this count and another.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The sum.</returns>
    public Traffic Add(Traffic other) =>
        new(RoundTrips + other.RoundTrips, BytesSent + other.BytesSent, BytesReceived + other.BytesReceived);

    /// <summary>What was added since an earlier count of the same session.</summary>
    internal Traffic Since(Traffic earlier) =>
        new(RoundTrips - earlier.RoundTrips, BytesSent - earlier.BytesSent, BytesReceived - earlier.BytesReceived);
}
