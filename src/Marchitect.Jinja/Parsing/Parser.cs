using System.Runtime.CompilerServices;

namespace Marchitect.Jinja;

/// <summary>Reads the text of a template into its syntax tree.</summary>
internal sealed partial class Parser
{
    // Deeper trees would overflow the stack of whoever walks them; Jinja2 itself gives up sooner.
    private const int MaxDepth = 500;
    private const int MaxChain = 1000;

    private readonly SourceText _source;
    private readonly JinjaOptions _options;
    private readonly Lexer _lexer;

    private Token _current;
    private Token? _ahead;
    private TokenKind? _before;
    private int _depth;

    private Parser(SourceText source, JinjaOptions options)
    {
        _source = source;
        _options = options;
        _lexer = new(source, options);
        _current = _lexer.Next();
    }

    /// <summary>Parses a template.</summary>
    /// <param name="source">Its text, with newlines of any kind.</param>
    /// <param name="templateName">Name for errors, or null.</param>
    /// <param name="options">Delimiters, white space and extensions.</param>
    /// <exception cref="TemplateSyntaxException">It is not valid; the exception knows line and column.</exception>
    public static TemplateSyntax Parse(string source, string? templateName, JinjaOptions options) =>
        new(new Parser(SourceText.From(source, templateName, options), options).ParseBody([]));

    // Goes one token on and returns the one that was current.
    private Token Next()
    {
        var token = _current;
        _before = token.Kind;
        if (_ahead is { } ahead)
        {
            _current = ahead;
            _ahead = null;
        }
        else
        {
            _current = _lexer.Next();
        }
        return token;
    }

    private Token Look() => _ahead ??= _lexer.Next();

    private bool Skip(TokenKind kind)
    {
        if (_current.Kind != kind)
            return false;
        Next();
        return true;
    }

    private bool Skip(string name)
    {
        if (!_current.Is(name))
            return false;
        Next();
        return true;
    }

    private Token Expect(TokenKind kind) => _current.Kind == kind ? Next() : throw Unexpected(Describe(kind));

    private Token Expect(string name) => _current.Is(name) ? Next() : throw Unexpected($"'{name}'");

    private void Deeper()
    {
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Error("This is nested too deeply.", _current.Position);
    }

    // A chain such as a + b + c is read in a loop, but its tree is as deep as it is long.
    private void Longer(ref int length)
    {
        if (++length > MaxChain)
            throw Error($"An expression cannot be a chain of more than {MaxChain} operations.", _current.Position);
    }
}
