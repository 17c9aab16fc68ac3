using System.Text;

namespace Marchitect;

/// <summary>Asks for a secret on the terminal, without showing it.</summary>
internal static class PasswordPrompt
{
    /// <summary>Whether there is somebody to ask. Where the output goes does not matter.</summary>
    public static bool IsPossible => OperatingSystem.IsWindows() ? !Console.IsInputRedirected : UnixTerminal.IsThere;

    /// <summary>Asks once.</summary>
    /// <returns>What was typed, or null where it was broken off.</returns>
    public static string? Ask(string question) => OperatingSystem.IsWindows() ? AskConsole(question) : UnixTerminal.AskSecret(question);

    private static string? AskConsole(string question)
    {
        Console.Error.Write(question);
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    Console.Error.WriteLine();
                    return typed.ToString();
                case { Key: ConsoleKey.Escape }:
                    Console.Error.WriteLine();
                    return null;
                case { Key: ConsoleKey.Backspace }:
                    if (typed.Length > 0)
                        typed.Length--;
                    break;
                case { KeyChar: not '\0' }:
                    typed.Append(key.KeyChar);
                    break;
                default:
                    break;
            }
        }
    }
}
