namespace Marchitect.Jinja;

/// <summary>What a <see cref="Token"/> is.</summary>
internal enum TokenKind
{
    /// <summary>Text outside of tags.</summary>
    Data,
    VariableBegin,
    VariableEnd,

    /// <summary>What begins a statement: a delimiter, or the prefix of a line statement.</summary>
    BlockBegin,

    /// <summary>What ends a statement: a delimiter, or the end of the line of a line statement.</summary>
    BlockEnd,
    Name,
    String,
    Integer,
    Float,
    Add,
    Subtract,
    Divide,
    FloorDivide,
    Multiply,
    Modulo,
    Power,
    Tilde,
    LeftBracket,
    RightBracket,
    LeftParenthesis,
    RightParenthesis,
    LeftBrace,
    RightBrace,
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Assign,
    Dot,
    Colon,
    Pipe,
    Comma,
    Semicolon,

    /// <summary>The end of the template; it stands on the line of the last token before it.</summary>
    End,
}
