using System.Text;

namespace Marchitect;

/// <summary>The script that runs a user's command with its folder and environment.</summary>
internal static class CommandScript
{
    public static string Of(ShellCommand command, ExecOptions options)
    {
        if (options.WorkingDirectory is null && options.Environment.Count == 0 && options.SecretEnvironment.Count == 0)
            return command.Text;
        var script = new StringBuilder();
        if (options.WorkingDirectory is { } folder)
            script.Append("cd ").Append(TargetPath.Word(folder)).Append(" || exit\n");
        foreach (var (name, value) in options.Environment.Concat(options.SecretEnvironment.Select(secret => KeyValuePair.Create(secret.Key, secret.Value.Reveal()))))
        {
            if (!IsName(name))
                throw new ArgumentException($"'{name}' is no name of an environment variable: letters, digits and _, no digit first.", nameof(options));
            script.Append("export ").Append(name).Append('=').Append(Shell.Quote(value)).Append('\n');
        }
        return script.Append(command.Text).ToString();
    }

    /// <summary>What to try after an exit status that says more than failure; else null.</summary>
    public static string? Remedy(int exitStatus) => exitStatus switch
    {
        127 => "The command was not found. Is it installed, and in the PATH of a shell that is not a login shell?",
        126 => "The command was found but not executed. Is it executable, and for this machine?",
        _ => null,
    };

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
