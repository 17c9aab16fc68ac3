using System.Buffers;
using System.Globalization;

namespace Marchitect.Jinja;

/// <summary>Text that grows: the output of a template, or of one value. It observes the limit on texts.</summary>
internal sealed class TextOutput(int maximum) : IDisposable
{
    private char[] _buffer = ArrayPool<char>.Shared.Rent(256);
    private int _length;
    private List<object>? _entered;

    public int Length => _length;

    public ReadOnlySpan<char> Written => _buffer.AsSpan(0, _length);

    public void Append(char c)
    {
        if (_length == _buffer.Length)
            Grow(1);
        _buffer[_length++] = c;
    }

    public void Append(string text) => Append(text.AsSpan());

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _buffer.Length - _length)
            Grow(text.Length);
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    public void Append(long number)
    {
        int written;
        while (!number.TryFormat(_buffer.AsSpan(_length), out written, default, CultureInfo.InvariantCulture))
            Grow(20);
        _length += written;
    }

    public void Append(char c, int count)
    {
        if (count > _buffer.Length - _length)
            Grow(count);
        _buffer.AsSpan(_length, count).Fill(c);
        _length += count;
    }

    /// <summary>Begins a container, so that one that holds itself does not print for ever.</summary>
    /// <returns>False where it is being printed already.</returns>
    public bool Enter(object container)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        _entered ??= [];
        foreach (var outer in _entered)
        {
            if (ReferenceEquals(outer, container))
                return false;
        }
        _entered.Add(container);
        return true;
    }

    /// <summary>Ends the container begun last.</summary>
    public void Leave() => _entered!.RemoveAt(_entered.Count - 1);

    /// <summary>Forgets what was written after a length.</summary>
    public void Truncate(int length) => _length = length;

    /// <summary>What was written after a length, which is then forgotten: the way to capture a part.</summary>
    public string TakeFrom(int start)
    {
        var text = new string(_buffer, start, _length - start);
        _length = start;
        return text;
    }

    public override string ToString() => new(_buffer, 0, _length);

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
            ArrayPool<char>.Shared.Return(buffer);
    }

    private void Grow(int more)
    {
        var needed = (long)_length + more;
        if (needed > maximum)
            throw new TemplateLimitException($"a text would be longer than {maximum.ToString("N0", CultureInfo.InvariantCulture)} characters ({nameof(JinjaLimits)}.{nameof(JinjaLimits.TextLength)})");
        var larger = ArrayPool<char>.Shared.Rent((int)Math.Max(needed, Math.Min((long)_buffer.Length * 2, maximum)));
        Written.CopyTo(larger);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
