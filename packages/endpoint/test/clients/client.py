# What an integration in Python does, from our WSDL alone. Arguments: the URL of /Remote, and texts as JSON.
import json
import sys

from zeep import Client
from zeep.exceptions import Fault
from zeep.helpers import serialize_object

remote, texts = sys.argv[1], json.loads(sys.argv[2])


def client(service):
    return Client(f"{remote}/{service}.svc?wsdl")


def or_none(entity):
    # What is nil, zeep makes an object of, all of whose members are None.
    values = serialize_object(entity)
    return values if values and any(value is not None for value in values.values()) else None


def signed_in(services, agent):
    answer = client(f"{services}/SoPrincipal").service.AuthenticateUsernamePassword(UserName="ADM0", Password="")
    headers = {"ApplicationToken": "any", "Credentials": {"Ticket": answer.body.Credentials.Ticket}, "TimeZone": None}
    service = client(f"{services}/{agent}").service
    return lambda operation, **arguments: service[operation](**arguments, _soapheaders=headers).body


keys = signed_in("Services88", "ForeignSystem")
app = {"ApplicationName": "python", "DeviceName": "python"}
device = {**app, "DeviceIdentifier": ""}
read = []
for index, text in enumerate(texts):
    key = {"Key": f"key {index}", "Value": text, "RecordId": 2, "TableName": "contact"}
    keys("SaveForeignKey", ForeignKey=key, **device)
    read.append(keys("GetKeyValue", **app, KeyName=f"key {index}", TableName="contact", RecordId=2).Response)
listed = [key.Value for key in keys("GetApplicationKeys", ApplicationName="python").Response.ForeignKey]
for index, _ in enumerate(texts):
    keys("DeleteForeignKey", ForeignKey={"Key": f"key {index}", "RecordId": 2, "TableName": "contact"}, **device)
left = keys("GetApplicationKeys", ApplicationName="python").Response
missing = keys("GetKeyByValue", **app, KeyName="key 0", KeyValue="?", TableName="").Response

erp = signed_in("Services86", "ErpSync")
pairs = [{"Key": f"field {index}", "Value": text} for index, text in enumerate(texts)]
connection = {
    "ErpConnectorId": 1,
    "DisplayName": "python",
    "ConfigFields": {"StringKeyValuePair": pairs},
    "UserGroupAccessIds": {"int": [1, 2, 3]},
}
saved = erp("SaveConnection", Connection=connection).Response
found = erp("GetConnection", ErpConnectionId=saved.ErpConnectionId).Response
erp("DeleteConnection", ErpConnectionId=saved.ErpConnectionId)
deleted = erp("GetConnection", ErpConnectionId=saved.ErpConnectionId).Response.Deleted
newest = signed_in("Services88", "ErpSync")
retired = newest("GetAllConnections", IncludeDeleted=True).Response.ErpConnection
active = newest("GetAllConnections", IncludeDeleted=False).Response

relations = signed_in("Services85", "Relation")
relation = {"SourceContactId": 1, "DestinationContactId": 2, "RelationDefinitionId": 1, "Comment": texts[0]}
id = relations("SaveContactRelation", ContactRelationEntity=relation).Response.RelationId
stored = relations("GetContactRelationEntity", ContactRelationEntityId=id).Response
relations("DeleteContactRelation", ContactRelationEntityId=id)
gone = relations("GetContactRelationEntity", ContactRelationEntityId=id).Response

stranger = client("Services88/ForeignSystem")
refused = stranger.service.GetApplicationKeys(ApplicationName="python").header
try:
    stranger.service.GetForeignAppEntity(ForeignAppEntityId=2**40)
    fault = None
except Fault as caught:
    fault = caught.code

print(json.dumps({
    "read": read,
    "listed": listed,
    "left": 0 if left is None else len(left.ForeignKey),
    "missing": or_none(missing),
    "fields": [pair.Value for pair in found.ConfigFields.StringKeyValuePair],
    "deleted": deleted,
    "retired": [connection.DisplayName for connection in retired],
    "active": 0 if active is None else len(active.ErpConnection),
    "groups": found.UserGroupAccessIds.int,
    "relation": [stored.Comment, stored.ActiveText, stored.CreatedBy.Name],
    "gone": or_none(gone),
    "refused": [refused.Succeeded, refused.ExceptionInfo.ExceptionType],
    "fault": fault,
}))
