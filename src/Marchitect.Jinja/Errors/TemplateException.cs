using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>A template cannot be parsed or rendered. The message tells what is wrong, where, and what to do.</summary>
/// <remarks>
/// The place is filled in while the exception passes the expression that failed, so <see cref="Exception.Message"/> is complete where
/// the caller of <c>Parse</c> or <c>Render</c> catches it.
/// </remarks>
public abstract class TemplateException : Exception
{
    private readonly List<TemplatePlace> _via = [];

    private protected TemplateException(string problem, Exception? inner = null) : base(problem, inner) => Problem = problem;

    /// <summary>What is wrong, without the place, e.g. <c>'server_nmae' is undefined</c>.</summary>
    public string Problem { get; }

    /// <summary>What the reader can do about it, e.g. <c>Did you mean 'server_name'?</c>, or null.</summary>
    public string? Remedy { get; internal set; }

    /// <summary>Where it happened, or null where no template was at work.</summary>
    public TemplatePlace? Place { get; private set; }

    /// <summary>The places that led there, the nearest first: includes, imports, macro calls, blocks and extends.</summary>
    public IReadOnlyList<TemplatePlace> Via => _via;

    /// <summary>Name of the template that holds the error, or null.</summary>
    public string? TemplateName => Place?.TemplateName;

    /// <summary>The line, from 1; 0 where it is not known.</summary>
    public int Line => Place?.Line ?? 0;

    /// <summary>The column, from 1, in UTF-16 code units; 0 where it is not known.</summary>
    public int Column => Place?.Column ?? 0;

    /// <summary>The problem, the place with its source line and a caret, the way there, and the remedy.</summary>
    public override string Message
    {
        get
        {
            if (Place is not { } place)
                return Remedy is null ? Problem : $"{Problem}\n{Remedy}";
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"{place}: {Problem}");
            if (place.SourceLine is { } line)
            {
                var number = place.Line.ToString(CultureInfo.InvariantCulture);
                text.Append(CultureInfo.InvariantCulture, $"\n  {number} | {line}");
                if (place.Column > 0)
                {
                    text.Append('\n').Append(' ', 2 + number.Length).Append(" | ");
                    // Tabs stay tabs, so that the caret stands below its character in any terminal.
                    foreach (var c in line.AsSpan(0, Math.Min(place.Column - 1, line.Length)))
                        text.Append(c == '\t' ? '\t' : ' ');
                    text.Append('^');
                }
            }
            foreach (var via in _via)
                text.Append(CultureInfo.InvariantCulture, $"\n  {via.Role} {via}");
            if (Remedy is not null)
                text.Append('\n').Append(Remedy);
            return text.ToString();
        }
    }

    /// <summary>Takes the place, unless one nearer to the fault has been taken. For exception filters: always false.</summary>
    internal bool At(TemplatePlace place)
    {
        Place ??= place;
        return false;
    }

    /// <summary>Notes a place on the way out. For exception filters: always false.</summary>
    internal bool Through(TemplatePlace place)
    {
        // An endless recursion would tell the same few places hundreds of times.
        if (_via.Count < 20)
            _via.Add(place);
        return false;
    }
}
