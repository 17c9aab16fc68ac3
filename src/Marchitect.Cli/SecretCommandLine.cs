using System.CommandLine;
using System.CommandLine.Parsing;

namespace Marchitect;

/// <summary>The command <c>secret</c> with its own.</summary>
internal static class SecretCommandLine
{
    /// <summary>Makes it.</summary>
    /// <param name="passwordFile">Reads the option for the password file.</param>
    /// <param name="begin">Takes what is asked for.</param>
    public static Command Of(Func<ParseResult, string?> passwordFile, Action<SecretRequest> begin)
    {
        var file = new Argument<string>("FILE") { Description = "The file of secrets" };
        var name = new Argument<string>("NAME") { Description = "The name of the value: letters, digits and _ - . /" };
        var anyName = new Argument<string?>("NAME") { Description = "The name of the value. Default: all of them, as YAML", Arity = ArgumentArity.ZeroOrOne };
        var newPasswordFile = new Option<string?>("--new-password-file")
        {
            Description = "File with the new password; one that may be executed is run. Default: it is asked for, twice",
            HelpName = "FILE",
        };
        name.Validators.Add(CheckName);
        anyName.Validators.Add(CheckName);
        newPasswordFile.Validators.Add(CheckFile);

        Command Does(SecretAction action, Command command)
        {
            command.SetAction(parsed =>
            {
                begin(new(action, parsed.GetRequiredValue(file))
                {
                    Name = command.Arguments.Contains(name) ? parsed.GetValue(name) : command.Arguments.Contains(anyName) ? parsed.GetValue(anyName) : null,
                    PasswordFile = passwordFile(parsed),
                    NewPasswordFile = command.Options.Contains(newPasswordFile) ? parsed.GetValue(newPasswordFile) : null,
                });
                return ExitStatus.Done;
            });
            return command;
        }

        return new("secret", "Make and change encrypted files of secrets")
        {
            Does(SecretAction.Set, new("set", "Set a value: asked for twice, or read from stdin. Makes the file where there is none") { file, name }),
            Does(SecretAction.Get, new("get", "Print a value") { file, name }),
            Does(SecretAction.List, new("list", "Print the names; needs no password, and checks nothing") { file }),
            Does(SecretAction.Remove, new("remove", "Take a value away") { file, name }),
            Does(SecretAction.Edit, new("edit", "Change one value, or all of them, in the editor of VISUAL or EDITOR, else vi") { file, anyName }),
            Does(SecretAction.Rekey, new("rekey", "Encrypt everything anew, under another password") { file, newPasswordFile }),
        };
    }

    private static void CheckName(ArgumentResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (StoreText.WhyNoName(token.Value) is { } why)
                result.AddError($"'{token.Value}' is no name of a secret: {why}.");
        }
    }

    private static void CheckFile(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => !File.Exists(token.Value)))
            result.AddError($"There is no file at '{token.Value}' ({result.Option.Name}).");
    }
}
