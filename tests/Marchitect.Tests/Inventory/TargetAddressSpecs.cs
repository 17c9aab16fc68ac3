namespace Marchitect.Tests.Inventory;

public sealed class TargetAddressSpecs
{
    [Theory]
    [InlineData("web-1", null, "web-1", null)]
    [InlineData("deploy@web-1", "deploy", "web-1", null)]
    [InlineData("deploy@web-1:2222", "deploy", "web-1", 2222)]
    [InlineData("web-1:65535", null, "web-1", 65535)]
    [InlineData("10.0.0.7:1", null, "10.0.0.7", 1)]
    [InlineData("my_alias.of+config", null, "my_alias.of+config", null)]
    [InlineData("[2001:db8::1]:2222", null, "2001:db8::1", 2222)]
    [InlineData("deploy@[2001:db8::1]", "deploy", "2001:db8::1", null)]
    [InlineData("deploy@[2001:db8::1]:22", "deploy", "2001:db8::1", 22)]
    [InlineData("[fe80::1%eth0]:22", null, "fe80::1%eth0", 22)]
    [InlineData("::1", null, "::1", null)]
    [InlineData("deploy@::1", "deploy", "::1", null)]
    [InlineData("2001:db8::1", null, "2001:db8::1", null)]
    [InlineData("2001:db8::1:ab", null, "2001:db8::1:ab", null)]
    [InlineData("1:2:3:4:5:6:7:8", null, "1:2:3:4:5:6:7:8", null)]
    [InlineData("::ffff:10.0.0.7", null, "::ffff:10.0.0.7", null)]
    [InlineData("ssh://deploy@web-1:2222", "deploy", "web-1", 2222)]
    [InlineData("ssh://web-1/", null, "web-1", null)]
    [InlineData("ssh://[::1]:22", null, "::1", 22)]
    [InlineData("ssh://local", null, "local", null)]
    [InlineData("deploy@local", "deploy", "local", null)]
    [InlineData("local:22", null, "local", 22)]
    [InlineData("ssh://docker:2222", null, "docker", 2222)]
    [InlineData("localhost", null, "localhost", null)]
    public void A_machine_over_ssh_is_written_in_these_ways(string text, string? user, string host, int? port)
    {
        var address = TargetAddress.Parse(text);

        Assert.Equal((TargetKind.Ssh, user, host, port), (address.Kind, address.User, address.Host, address.Port));
        Assert.Equal(address, TargetAddress.Parse(address.ToString()));
    }

    [Theory]
    [InlineData("local", TargetKind.Local, "local")]
    [InlineData("docker:web-1", TargetKind.Docker, "web-1")]
    [InlineData("docker:2222", TargetKind.Docker, "2222")]
    [InlineData("podman:web_1.x", TargetKind.Podman, "web_1.x")]
    [InlineData("chroot:/srv/root", TargetKind.Chroot, "/srv/root")]
    [InlineData("chroot:/", TargetKind.Chroot, "/")]
    public void Machines_without_ssh_have_names_of_their_own(string text, TargetKind kind, string host)
    {
        var address = TargetAddress.Parse(text);

        Assert.Equal((kind, host), (address.Kind, address.Host));
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("", "The target is empty.")]
    [InlineData("@web-1", "The user in '@web-1' is empty.")]
    [InlineData("deploy@", "The host in 'deploy@' is empty.")]
    [InlineData(":22", "The host in ':22' is empty.")]
    [InlineData("ssh://", "The host in 'ssh://' is empty.")]
    [InlineData("web-1:", "The port in 'web-1:' is empty.")]
    [InlineData("web-1:0", "'0' in 'web-1:0' is not a port.")]
    [InlineData("web-1:99999", "'99999' in 'web-1:99999' is not a port.")]
    [InlineData("web-1:+22", "'+22' in 'web-1:+22' is not a port.")]
    [InlineData("web-1:ssh", "'ssh' in 'web-1:ssh' is not a port.")]
    [InlineData("[::1]:70000", "'70000' in '[::1]:70000' is not a port.")]
    [InlineData("a@b@c", "The target 'a@b@c' has more than one @.")]
    [InlineData("web 1", "The target 'web 1' has white space in it.")]
    [InlineData(" web-1", "The target ' web-1' has white space in it.")]
    [InlineData("web-1\n", "The target 'web-1\n' has white space in it.")]
    [InlineData("web\0", "The target has a control character in it.")]
    [InlineData("[::1", "The target '[::1' has a [ without a ].")]
    [InlineData("::1]", "The target '::1]' has a ] without a [.")]
    [InlineData("[::1]22", "'22' follows the ] in '[::1]22', where only a port may.")]
    [InlineData("[web-1]:22", "'web-1' in '[web-1]:22' is not an IPv6 address; brackets are for those.")]
    [InlineData("[]", "'' in '[]' is not an IPv6 address; brackets are for those.")]
    [InlineData("2001:db8::1:22", "'2001:db8::1:22' may be an IPv6 address, or one with port 22.")]
    [InlineData("web-1:22:33", "'web-1:22:33' has more than one colon and is not an IPv6 address.")]
    [InlineData("-oProxyCommand=x", "The host '-oProxyCommand=x' in '-oProxyCommand=x' begins with a hyphen.")]
    [InlineData("-l@web-1", "The user '-l' in '-l@web-1' begins with a hyphen.")]
    [InlineData("web-1,web-2", "The host 'web-1,web-2' in 'web-1,web-2' has a , in it.")]
    [InlineData("$(id)", "The host '$(id)' in '$(id)' has a $ in it.")]
    [InlineData("web-1/etc", "The host 'web-1/etc' in 'web-1/etc' has a / in it.")]
    [InlineData("http://web-1", "'http://web-1' is no address that is known here: the only scheme is ssh://.")]
    [InlineData("docker:", "'' in 'docker:' is not the name of a container.")]
    [InlineData("docker:-it", "'-it' in 'docker:-it' is not the name of a container.")]
    [InlineData("chroot:srv", "The folder in 'chroot:srv' is not an absolute path.")]
    public void What_names_no_machine_is_refused_with_the_reason_and_the_right_form(string text, string what)
    {
        var error = Assert.Throws<TargetAddressException>(() => TargetAddress.Parse(text));

        Assert.Equal(what, error.What);
        Assert.NotNull(error.Remedy);
        Assert.False(TargetAddress.TryParse(text, out var none));
        Assert.Null(none);
    }

    [Theory]
    [InlineData("deploy:hunter2@web-1")]
    [InlineData("ssh://deploy:hunter2@web-1:22")]
    [InlineData("deploy:hunter 2@web-1")]
    [InlineData("deploy:hunter2@x@web-1")]
    public void A_password_in_an_address_is_refused_and_not_repeated(string text)
    {
        var error = Assert.Throws<TargetAddressException>(() => TargetAddress.Parse(text));

        Assert.Contains("password", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", error.Message, StringComparison.Ordinal);
    }
}
