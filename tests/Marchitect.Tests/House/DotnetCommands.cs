namespace Marchitect.Tests.House;

/// <summary>Running <c>dotnet</c> from specs.</summary>
internal static class DotnetCommands
{
    /// <summary>Specs whose commands may build the same projects run one after another.</summary>
    public const string Collection = "dotnet commands";

    /// <summary>Where packages are kept that were restored before.</summary>
    public static string Packages { get; } =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Home, ".nuget", "packages");

    /// <summary>An environment with another home folder, but with what dotnet has kept in the real one.</summary>
    public static Dictionary<string, string?> WithHome(string home) => new()
    {
        ["HOME"] = home,
        ["DOTNET_CLI_HOME"] = Environment.GetEnvironmentVariable("DOTNET_CLI_HOME") ?? Home,
        ["NUGET_PACKAGES"] = Packages,
        // Where programs of one file are built.
        ["XDG_DATA_HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
    };

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
