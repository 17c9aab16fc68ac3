using Renci.SshNet;
using Renci.SshNet.Common;
using SshNetSession = Renci.SshNet.Session;

namespace Marchitect;

/// <summary>Answers the one question of a keyboard-interactive dialog (RFC 4256) with a password.</summary>
internal sealed class DialogAttempt : KeyboardInteractiveAuthenticationMethod
{
    private const string AttemptName = "password, asked for in a dialog (keyboard-interactive)";

    private readonly SshLogin _login;
    private readonly string _password;
    private readonly PasswordAttempt _asSuch;
    private bool _isAnswered;

    public DialogAttempt(SshLogin login, string password, PasswordAttempt asSuch) : base(login.User)
    {
        _login = login;
        _password = password;
        _asSuch = asSuch;
        AuthenticationPrompt += (_, question) => Answer(question.Prompts);
    }

    public override AuthenticationResult Authenticate(SshNetSession session)
    {
        if (_asSuch.IsRefused)
            return AuthenticationResult.Failure;
        var result = base.Authenticate(session);
        _login.Note(AttemptName, result);
        return result;
    }

    private void Answer(IReadOnlyList<AuthenticationPrompt> questions)
    {
        // A round without questions only shows a text; it wants an empty answer.
        if (questions.Count == 0)
            return;
        var asked = string.Join(", ", questions.Select(question => $"'{question.Request.Trim()}'"));
        if (_isAnswered)
        {
            throw new LoginRefusedException(
                $"the server asked again after the password was given: {asked}",
                "The password is wrong, or the server wants a second factor; then use a key, or the transport that runs the system's ssh.");
        }
        if (questions is not [{ IsEchoed: false } question])
        {
            throw new LoginRefusedException(
                $"the server asks for something that is not a password: {asked}", "Use a key, or the transport that runs the system's ssh.");
        }
        _isAnswered = true;
        question.Response = _password;
    }
}
