using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>Text that means nothing, to fill a page with: Jinja2's <c>lipsum</c>.</summary>
internal static class LoremIpsum
{
    private static readonly string[] Words = (
        "a ac accumsan ad adipiscing aenean aliquam aliquet amet ante aptent arcu at auctor augue bibendum blandit " +
        "class commodo condimentum congue consectetuer consequat conubia convallis cras cubilia cum curabitur curae " +
        "cursus dapibus diam dictum dictumst dignissim dis dolor donec dui duis egestas eget eleifend elementum elit " +
        "enim erat eros est et etiam eu euismod facilisi facilisis fames faucibus felis fermentum feugiat fringilla " +
        "fusce gravida habitant habitasse hac hendrerit hymenaeos iaculis id imperdiet in inceptos integer interdum " +
        "ipsum justo lacinia lacus laoreet lectus leo libero ligula litora lobortis lorem luctus maecenas magna magnis " +
        "malesuada massa mattis mauris metus mi molestie mollis montes morbi mus nam nascetur natoque nec neque netus " +
        "nibh nisi nisl non nonummy nostra nulla nullam nunc odio orci ornare parturient pede pellentesque penatibus " +
        "per pharetra phasellus placerat platea porta porttitor posuere potenti praesent pretium primis proin pulvinar " +
        "purus quam quis quisque rhoncus ridiculus risus rutrum sagittis sapien scelerisque sed sem semper senectus sit " +
        "sociis sociosqu sodales sollicitudin suscipit suspendisse taciti tellus tempor tempus tincidunt torquent " +
        "tortor tristique turpis ullamcorper ultrices ultricies urna ut varius vehicula vel velit venenatis vestibulum " +
        "vitae vivamus viverra volutpat vulputate").Split(' ');

    /// <summary>Some paragraphs: <c>n</c> of them, as <c>html</c> or not, each of at least <c>min</c> and less than <c>max</c> words.</summary>
    public static Value Generate(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var html = arguments[1].IsMissing || arguments[1].IsTrue();
        var count = FilterArguments.Index(arguments[0], 5);
        var text = new StringBuilder();
        for (var number = 0L; number < count; number++)
        {
            FilterArguments.Defined(arguments[2]);
            FilterArguments.Defined(arguments[3]);
            var (least, most) = (FilterArguments.Index(arguments[2], 20), FilterArguments.Index(arguments[3], 100));
            if (most <= least)
                throw Fail.Value(string.Create(CultureInfo.InvariantCulture, $"lipsum: there is no number of words from {least} to below {most}"));
            if (number > 0)
                text.Append(html ? "\n" : "\n\n");
            text.Append(html ? "<p>" : "");
            AppendParagraph(context, text, Between(least, most));
            text.Append(html ? "</p>" : "");
            context.Budget.Text(text.Length);
        }
        return html ? Value.Safe(text.ToString()) : text.ToString();
    }

    private static void AppendParagraph(CallContext context, StringBuilder text, long words)
    {
        var start = text.Length;
        var last = "";
        var begins = true;
        long lastComma = 0, lastStop = 0;
        for (var index = 0L; index < words; index++)
        {
            context.Budget.Iterate();
            string word;
            do
            {
                word = Words[(int)Between(0, Words.Length)];
            }
            while (word == last);
            last = word;
            text.Append(index > 0 ? " " : "").Append(begins ? char.ToUpperInvariant(word[0]) : word[0]).Append(word, 1, word.Length - 1);
            begins = false;
            if (index - Between(3, 8) > lastComma)
            {
                lastComma = index;
                lastStop += 2;
                text.Append(',');
            }
            if (index - Between(10, 20) > lastStop)
            {
                lastComma = lastStop = index;
                text.Append('.');
                begins = true;
            }
        }
        if (text.Length > start && text[^1] == ',')
            text.Length--;
        if (text.Length == start || text[^1] != '.')
            text.Append('.');
    }

    // Chance is wanted here, not secrecy.
#pragma warning disable CA5394
    private static long Between(long least, long below) => Random.Shared.NextInt64(least, below);
#pragma warning restore CA5394
}
