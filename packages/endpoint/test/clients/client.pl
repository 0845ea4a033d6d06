# What an integration in Perl does with SOAP::Lite, which knows addresses and names but no WSDL.
# Arguments: the URL of /Remote, and texts as JSON.
use strict;
use warnings;
use JSON::PP;
use SOAP::Lite;

my ($remote, $json) = @ARGV;
my @texts = @{ decode_json($json) };

sub client {
    my ($services, $agent, $ticket) = @_;
    my $namespace = "http://www.superoffice.net/ws/crm/NetServer/$services";
    my $soap = SOAP::Lite->new(proxy => "$remote/$services/$agent.svc", default_ns => $namespace);
    $soap->on_action(sub { qq("$namespace/$agent/$_[1]") });
    my @headers = map { $_->uri($namespace)->prefix("h") } defined $ticket ? credentials($namespace, $ticket) : ();
    return sub { my ($operation, @arguments) = @_; return $soap->call($operation, @headers, @arguments) };
}

sub credentials {
    my ($namespace, $ticket) = @_;
    my $inner = text(Ticket => $ticket)->uri($namespace)->prefix("h");
    return (SOAP::Header->name("ApplicationToken" => "any")->type("string"), SOAP::Header->name("Credentials" => \$inner));
}

sub text { return SOAP::Data->name($_[0])->value($_[1])->type("string") }
sub tree { my $name = shift; return SOAP::Data->name($name => \SOAP::Data->value(@_)) }

sub flag { return $_[0] eq "true" ? JSON::PP::true : JSON::PP::false }

sub signed_in {
    my ($services, $agent) = @_;
    my $answer = client($services, "SoPrincipal")->("AuthenticateUsernamePassword", text(UserName => "ADM0"), text(Password => ""));
    return client($services, $agent, $answer->valueof("//AuthenticateResponse/Credentials/Ticket"));
}

my $keys = signed_in("Services88", "ForeignSystem");
my @app = (text(ApplicationName => "perl"), text(DeviceName => "perl"));
my @record = (text(RecordId => 2), text(TableName => "contact"));
my @read;
for my $index (0 .. $#texts) {
    my $key = tree("ForeignKey", text(Key => "key $index"), text(Value => $texts[$index]), @record);
    $keys->("SaveForeignKey", $key, @app, text(DeviceIdentifier => ""));
    my $answer = $keys->("GetKeyValue", @app, text(KeyName => "key $index"), reverse @record);
    push @read, $answer->valueof("//GetKeyValueResponse/Response");
}
my @listed = $keys->("GetApplicationKeys", $app[0])->valueof("//Response/ForeignKey/Value");
for my $index (0 .. $#texts) {
    my $key = tree("ForeignKey", text(Key => "key $index"), @record);
    $keys->("DeleteForeignKey", $key, @app, text(DeviceIdentifier => ""));
}
my @left = $keys->("GetApplicationKeys", $app[0])->valueof("//Response/ForeignKey");
my $missing = $keys->("GetKeyByValue", @app, text(KeyName => "key 0"), text(KeyValue => "?"), text(TableName => ""));

my $erp = signed_in("Services86", "ErpSync");
my @pairs = map { tree("StringKeyValuePair", text(Key => "field $_"), text(Value => $texts[$_])) } 0 .. $#texts;
my @groups = map { text(int => $_)->attr({ xmlns => "http://schemas.microsoft.com/2003/10/Serialization/Arrays" }) } 1 .. 3;
my $connection = tree("Connection", text(ErpConnectorId => 1), text(DisplayName => "perl"),
    tree("ConfigFields", @pairs), tree("UserGroupAccessIds", @groups));
my $id = $erp->("SaveConnection", $connection)->valueof("//Response/ErpConnectionId");
my $found = $erp->("GetConnection", text(ErpConnectionId => $id));
$erp->("DeleteConnection", text(ErpConnectionId => $id));
my $deleted = $erp->("GetConnection", text(ErpConnectionId => $id))->valueof("//Response/Deleted");
my $newest = signed_in("Services88", "ErpSync");
my @retired = $newest->("GetAllConnections", text(IncludeDeleted => "true"))->valueof("//Response/ErpConnection/DisplayName");
my @active = $newest->("GetAllConnections", text(IncludeDeleted => "false"))->valueof("//Response/ErpConnection");

my $relations = signed_in("Services85", "Relation");
my $relation = tree("ContactRelationEntity", text(SourceContactId => 1), text(DestinationContactId => 2),
    text(Comment => $texts[0]), text(RelationDefinitionId => 1));
my $relation_id = text(ContactRelationEntityId => $relations->("SaveContactRelation", $relation)->valueof("//Response/RelationId"));
my $stored = $relations->("GetContactRelationEntity", $relation_id);
$relations->("DeleteContactRelation", $relation_id);
my $gone = $relations->("GetContactRelationEntity", $relation_id);

my $stranger = client("Services88", "ForeignSystem");
my $refused = $stranger->("GetApplicationKeys", $app[0]);
my $broken = $stranger->("GetForeignAppEntity", text(ForeignAppEntityId => "one"));

print encode_json({
    read => \@read,
    listed => \@listed,
    left => scalar @left,
    missing => scalar $missing->valueof("//GetKeyByValueResponse/Response"),
    fields => [$found->valueof("//Response/ConfigFields/StringKeyValuePair/Value")],
    deleted => flag($deleted),
    retired => \@retired,
    active => scalar @active,
    groups => [map { $_ + 0 } $found->valueof("//Response/UserGroupAccessIds/int")],
    relation => [map { scalar $stored->valueof("//Response/$_") } qw(Comment ActiveText CreatedBy/Name)],
    gone => scalar $gone->valueof("//GetContactRelationEntityResponse/Response"),
    refused => [flag($refused->valueof("//Succeeded")),
        $refused->valueof("//ExceptionInfo/ExceptionType")],
    fault => $broken->faultcode,
});
