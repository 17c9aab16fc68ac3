using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Probes;

public sealed class FileProbesSpecs
{
    [Fact]
    public void An_owner_with_the_largest_number_is_an_owner_and_the_file_is_there()
    {
        var found = Assert.IsType<FileStat>(FileProbes.ReadStat("41ed 4294967294 4294967294 UNKNOWN:UNKNOWN"));

        Assert.Equal((4294967294, 4294967294, "4294967294", "4294967294"), (found.OwnerId, found.GroupId, found.Owner, found.Group));
        Assert.Same(Change.None, new Folder("/srv", "0755", "4294967294").Decide(Mode.Install, found));
    }
}
