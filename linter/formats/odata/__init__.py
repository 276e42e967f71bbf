"""What Microsoft Graph and the Dataverse Web API share: requests and responses as OData has them."""
