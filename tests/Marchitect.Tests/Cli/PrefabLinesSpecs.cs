using System.Text;
using Xunit;

namespace Marchitect.Tests.Cli;

public sealed class PrefabLinesSpecs
{
    [Fact]
    public void The_diff_of_each_file_of_a_folder_is_shown_where_diffs_are()
    {
        var folder = new PrefabReport("files of /srv/www", PrefabOutcome.Changed)
        {
            Differences = [new("a", null, "made"), new("b", "sha256 1", "sha256 2")],
            Edits = [new("/srv/www/a", null, Encoding.UTF8.GetBytes("new\n")), new("/srv/www/b", Encoding.UTF8.GetBytes("old\n"), Encoding.UTF8.GetBytes("new\n"))],
        };
        var step = new StepReport(1, "www", StepOutcome.Done, TimeSpan.Zero, default) { Prefabs = [folder] };
        var request = new RunRequest(Mode.Install, IsValidation: false, []) { IsDryRun = true };

        string[] line = ["would change files of /srv/www: a made, b sha256 1 -> sha256 2"];
        Assert.Equal(line, new PrefabLines(request).Of(step));
        Assert.Equal(
            [
                .. line,
                "  --- /dev/null", "  +++ /srv/www/a", "  @@ -0,0 +1 @@", "  +new",
                "  --- /srv/www/b", "  +++ /srv/www/b", "  @@ -1 +1 @@", "  -old", "  +new",
            ],
            new PrefabLines(request with { ShowsDiffs = true }).Of(step));
    }
}
