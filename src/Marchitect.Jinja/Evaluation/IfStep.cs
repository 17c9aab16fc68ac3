namespace Marchitect.Jinja;

/// <summary>An <c>if</c> with its branches.</summary>
internal sealed class IfStep(TemplateText text, Position position, (Code Test, Step[] Body)[] branches, Step[] otherwise) : Step(text, position)
{
    public override Flow Run(Frame frame)
    {
        foreach (var (test, body) in branches)
        {
            bool holds;
            try
            {
                holds = test.IsTrue(frame);
            }
            catch (TemplateException error) when (test.Locate(error))
            {
                throw;
            }
            if (holds)
                return RunAll(body, frame);
        }
        return RunAll(otherwise, frame);
    }
}
