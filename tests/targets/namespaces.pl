# Shared by forward.pl and proxy.pl. Only what perl-base holds: modules beyond it are not on a small Debian.
use strict;
use warnings;
use Fcntl;
use POSIX ();
use Socket;

my %setns_number = (x86_64 => 308, aarch64 => 268);
my $setns = $setns_number{ (POSIX::uname())[4] } or die "setns: its number is not known for this machine\n";
open(my $home, "<", "/proc/self/ns/net") or die "/proc/self/ns/net: $!\n";

# Runs the code in another network namespace: a socket stays in the one it was made in.
sub in_namespace {
    my ($path, $code) = @_;
    open(my $there, "<", $path) or die "$path: $!\n";
    syscall($setns, fileno($there), 0x40000000) == 0 or die "setns: $!\n";
    my $result = eval { $code->() };
    my $error  = $@;
    syscall($setns, fileno($home), 0x40000000) == 0 or exit 9;
    die $error if $error;
    return $result;
}

sub nonblocking { my ($socket) = @_; fcntl($socket, F_SETFL, fcntl($socket, F_GETFL, 0) | O_NONBLOCK) }

# Whole or not at all, for whoever waits for the file.
sub put {
    my ($path, $text) = @_;
    open(my $file, ">", "$path.new") or die "$path: $!\n";
    print $file $text;
    close $file;
    rename "$path.new", $path;
}

1;
