namespace Marchitect;

/// <summary>Whom to act as on the host, and by which program.</summary>
/// <remarks>
/// <code>
/// await session.ExecAsync($"systemctl restart nginx", new() { As = Become.Sudo() });
/// await session.UploadAsync("app.conf", "/etc/app.conf", new() { As = Become.Sudo(), Permissions = "0644" });
/// var database = await session.AsAsync(Become.Sudo("postgres"));
/// </code>
/// The password is no part of this: <see cref="SessionOptions.BecomePassword"/> gives it where the host asks for one.
/// </remarks>
public sealed record Become
{
    private Become(string user, BecomeMethod method, bool isLoginUser)
    {
        User = user;
        Method = method;
        IsLoginUser = isLoginUser;
    }

    /// <summary>Nobody else: the user who is logged in, whatever a wider setting says.</summary>
    public static Become LoginUser { get; } = new("", BecomeMethod.Sudo, isLoginUser: true);

    /// <summary>The other user's name, e.g. <c>root</c>; empty for <see cref="LoginUser"/>.</summary>
    public string User { get; }

    /// <summary>The program that does it; of no meaning for <see cref="LoginUser"/>.</summary>
    public BecomeMethod Method { get; }

    /// <summary>Whether this is <see cref="LoginUser"/>.</summary>
    public bool IsLoginUser { get; }

    /// <summary>The program's name, as one types it.</summary>
    internal string Program => Method switch { BecomeMethod.Doas => "doas", BecomeMethod.Su => "su", _ => "sudo" };

    /// <summary>Another user by <c>sudo</c>: the login user's rules and password count.</summary>
    /// <param name="user">Name of the other user; with <c>#</c> before it, a number.</param>
    /// <returns>The user and the way.</returns>
    /// <exception cref="ArgumentException">That is no user name.</exception>
    public static Become Sudo(string user = "root") => Of(BecomeMethod.Sudo, user);

    /// <summary>Another user by <c>doas</c>: the login user's rules count, which must say <c>nopass</c>, as a session has no terminal.</summary>
    /// <param name="user">Name of the other user.</param>
    /// <returns>The user and the way.</returns>
    /// <exception cref="ArgumentException">That is no user name.</exception>
    public static Become Doas(string user = "root") => Of(BecomeMethod.Doas, user);

    /// <summary>Another user by <c>su</c>: the other user's password counts, unless root is logged in; the other user needs a login shell.</summary>
    /// <param name="user">Name of the other user.</param>
    /// <returns>The user and the way.</returns>
    /// <exception cref="ArgumentException">That is no user name.</exception>
    public static Become Su(string user = "root") => Of(BecomeMethod.Su, user);

    /// <summary>The user and the program, e.g. <c>root by sudo</c>.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => IsLoginUser ? "the login user" : $"{User} by {Program}";

    internal static Become Of(BecomeMethod method, string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return WhyNoName(user) is { } why ? throw new ArgumentException($"'{user}' is no user name: {why}.", nameof(user)) : new(user, method, isLoginUser: false);
    }

    /// <summary>
    /// Why a text cannot be a user's name, or null where it can. What passwd(5) and shells of any kind could take for something else is out;
    /// what name services allow besides (dots, a domain before a backslash, an @) is in.
    /// </summary>
    internal static string? WhyNoName(string user) => user switch
    {
        "" => "it is empty",
        ['-', ..] => "it begins with '-'",
        [.., '\\'] => "it ends with a backslash",
        _ when user.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) => "it has a space or a control character",
        _ when user.IndexOfAny([':', '/', '\'', '"', '!']) >= 0 || user.Contains(@"\\", StringComparison.Ordinal) => "no name has any of : / ' \" ! or two backslashes",
        _ => null,
    };
}
