<?php
// What an integration in PHP does, from our WSDL alone. Arguments: the URL of /Remote, and texts as JSON.
[, $remote, $texts] = $argv;
$texts = json_decode($texts);

function client(string $service): SoapClient {
  global $remote;
  $features = SOAP_SINGLE_ELEMENT_ARRAYS;
  return new SoapClient("$remote/$service.svc?wsdl", ["cache_wsdl" => WSDL_CACHE_NONE, "features" => $features, "keep_alive" => false]);
}

function signedIn(string $services, string $agent): SoapClient {
  $answer = client("$services/SoPrincipal")->AuthenticateUsernamePassword(["UserName" => "ADM0", "Password" => ""]);
  $client = client("$services/$agent");
  $namespace = "http://www.superoffice.net/ws/crm/NetServer/$services";
  $client->__setSoapHeaders([
    new SoapHeader($namespace, "ApplicationToken", "any"),
    new SoapHeader($namespace, "Credentials", ["Ticket" => $answer->Credentials->Ticket]),
  ]);
  return $client;
}

$keys = signedIn("Services88", "ForeignSystem");
$app = ["ApplicationName" => "php", "DeviceName" => "php"];
$device = $app + ["DeviceIdentifier" => ""];
$read = [];
foreach ($texts as $index => $text) {
  $key = ["Key" => "key $index", "Value" => $text, "RecordId" => 2, "TableName" => "contact"];
  $keys->SaveForeignKey(["ForeignKey" => $key] + $device);
  $read[] = $keys->GetKeyValue($app + ["KeyName" => "key $index", "TableName" => "contact", "RecordId" => 2])->Response;
}
$listed = array_map(fn($key) => $key->Value, $keys->GetApplicationKeys($app)->Response->ForeignKey);
foreach ($texts as $index => $_) {
  $keys->DeleteForeignKey(["ForeignKey" => ["Key" => "key $index", "RecordId" => 2, "TableName" => "contact"]] + $device);
}
$left = count($keys->GetApplicationKeys($app)->Response->ForeignKey ?? []);
$missing = $keys->GetKeyByValue($app + ["KeyName" => "key 0", "KeyValue" => "?", "TableName" => ""])->Response;

$erp = signedIn("Services86", "ErpSync");
$pairs = array_map(fn($index) => ["Key" => "field $index", "Value" => $texts[$index]], array_keys($texts));
$saved = $erp->SaveConnection(["Connection" => [
  "ErpConnectorId" => 1,
  "DisplayName" => "php",
  "ConfigFields" => ["StringKeyValuePair" => $pairs],
  "UserGroupAccessIds" => ["int" => [1, 2, 3]],
]])->Response;
$id = ["ErpConnectionId" => $saved->ErpConnectionId];
$connection = $erp->GetConnection($id)->Response;
$erp->DeleteConnection($id);
$deleted = $erp->GetConnection($id)->Response->Deleted;
$newest = signedIn("Services88", "ErpSync");
$retired = $newest->GetAllConnections(["IncludeDeleted" => true])->Response->ErpConnection;
$active = $newest->GetAllConnections(["IncludeDeleted" => false])->Response->ErpConnection ?? [];

$relations = signedIn("Services85", "Relation");
$relation = ["SourceContactId" => 1, "DestinationContactId" => 2, "RelationDefinitionId" => 1, "Comment" => $texts[0]];
$id = $relations->SaveContactRelation(["ContactRelationEntity" => $relation])->Response->RelationId;
$stored = $relations->GetContactRelationEntity(["ContactRelationEntityId" => $id])->Response;
$relations->DeleteContactRelation(["ContactRelationEntityId" => $id]);
$gone = $relations->GetContactRelationEntity(["ContactRelationEntityId" => $id])->Response;

$headers = [];
client("Services88/ForeignSystem")->__soapCall("GetApplicationKeys", [$app], null, null, $headers);
try {
  $keys->__doRequest("<x/>", "$remote/Services88/ForeignSystem.svc", "", SOAP_1_1);
  client("Services88/ForeignSystem")->__soapCall("GetForeignAppEntity", [["ForeignAppEntityId" => PHP_INT_MAX]]);
  $fault = null;
} catch (SoapFault $caught) {
  $fault = $caught->faultcode;
}

echo json_encode([
  "read" => $read,
  "listed" => $listed,
  "left" => $left,
  "missing" => $missing,
  "fields" => array_map(fn($pair) => $pair->Value, $connection->ConfigFields->StringKeyValuePair),
  "deleted" => $deleted,
  "retired" => array_map(fn($one) => $one->DisplayName, $retired),
  "active" => count($active),
  "groups" => $connection->UserGroupAccessIds->int,
  "relation" => [$stored->Comment, $stored->ActiveText, $stored->CreatedBy->Name],
  "gone" => $gone,
  "refused" => [$headers["Succeeded"], $headers["ExceptionInfo"]->ExceptionType],
  "fault" => $fault,
]);
