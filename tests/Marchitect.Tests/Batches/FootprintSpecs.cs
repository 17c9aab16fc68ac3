using Xunit;

namespace Marchitect.Tests.Batches;

public sealed class FootprintSpecs
{
    [Theory]
    [InlineData("/srv/app", "/srv/app", true)]
    [InlineData("/srv/app", "/srv/app/conf/site", true)]
    [InlineData("/srv/app/", "/srv//app/./x", true)]
    [InlineData("/srv/app/../other", "/srv/other", true)]
    [InlineData("/srv/app", "/srv/application", false)]
    [InlineData("/srv/app", "/srv/ap", false)]
    [InlineData("/", "/srv", true)]
    [InlineData("~/a", "~/a/b", true)]
    [InlineData("~/a", "/a", false)]
    public void Paths_overlap_where_one_lies_within_the_other(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, Footprint.Of(one).Overlaps(Footprint.Of(other)));
        Assert.Equal(overlap, Footprint.Of(other).Overlaps(Footprint.Of(one)));
    }

    [Theory]
    [InlineData("/srv/app/conf", "/srv/app", true)]
    [InlineData("/srv/app", "/srv/app/", false)]
    [InlineData("/srv/application", "/srv/app", false)]
    [InlineData("/srv", "/srv/app", false)]
    public void A_path_is_below_another_where_it_is_not_the_same(string one, string other, bool isBelow)
    {
        Assert.Equal(isBelow, Footprint.Of(one).IsBelow(Footprint.Of(other)));
        Assert.False(Footprint.Of(one, "/elsewhere").IsBelow(Footprint.Of(other)));
        Assert.False(Footprint.Of(one).With(Footprint.Named("user x")).IsBelow(Footprint.Of(other)));
        Assert.False(Footprint.Everything.IsBelow(Footprint.Of(other)));
    }

    [Fact]
    public void Names_overlap_where_they_are_the_same_and_paths_are_no_names()
    {
        var user = Footprint.Named("user deploy");

        Assert.True(user.Overlaps(Footprint.Named("user ann", "user deploy")));
        Assert.False(user.Overlaps(Footprint.Named("user ann")));
        Assert.False(user.Overlaps(Footprint.Of("user deploy")));
        Assert.True(user.With(Footprint.Of("/srv")).Overlaps(Footprint.Of("/srv/app")));
    }

    [Fact]
    public void Everything_overlaps_all_but_nothing()
    {
        Assert.True(Footprint.Everything.Overlaps(Footprint.Of("/srv")));
        Assert.True(Footprint.Named("x").Overlaps(Footprint.Everything));
        Assert.True(Footprint.Everything.Overlaps(Footprint.Everything));
        Assert.False(Footprint.Everything.Overlaps(Footprint.Nothing));
        Assert.False(Footprint.Nothing.Overlaps(Footprint.Everything));
    }
}
