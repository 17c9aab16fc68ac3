namespace Marchitect;

/// <summary>How far a connection has come; told where it goes no further.</summary>
internal enum SshStage
{
    /// <summary>Finding the address and connecting.</summary>
    Connecting,

    /// <summary>Connected, and waiting for the server to say that it speaks SSH.</summary>
    Greeting,

    /// <summary>Agreeing on keys; the server proves its host key.</summary>
    ExchangingKeys,

    /// <summary>Telling the server who we are.</summary>
    LoggingIn,
}
