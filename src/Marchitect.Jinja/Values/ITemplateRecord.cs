namespace Marchitect.Jinja;

/// <summary>An object that tells templates its members itself, without reflection.</summary>
public interface ITemplateRecord
{
    /// <summary>The names of its members, in order.</summary>
    IEnumerable<string> MemberNames { get; }

    /// <summary>A member, as written or in another spelling it answers to.</summary>
    /// <param name="name">The name that the template asks for.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False where it has none of that name.</returns>
    bool TryGetMember(string name, out Value value);
}
