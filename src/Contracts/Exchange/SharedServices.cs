using System.Text.Json;

namespace NhatLe.Contracts.Exchange;

/// <summary>A service of ours that other agencies may call over the data exchange (dịch vụ chia sẻ), each by its own leave.</summary>
/// <param name="Code">The service code of X-Road: "procedures".</param>
/// <param name="Title">For the operators' page, in Vietnamese; the key of its translation.</param>
public sealed record SharedService(string Code, string Title, IReadOnlyList<SharedOperation> Operations);

/// <param name="Method">GET, POST, …</param>
/// <param name="Path">Behind the service code, with names for what varies: "/procedures/{code}".</param>
/// <param name="Summary">English, for the OpenAPI description that partners read.</param>
/// <param name="Body">What is expected in the body; null: nothing.</param>
/// <param name="Answer">What a success answers.</param>
/// <param name="Run">In a scope of its own, with the partner as actor. A <see cref="Platform.Refusal"/> is answered with its status and words.</param>
public sealed record SharedOperation(string Method, string Path, string Summary, Type? Body, Type Answer, Func<IServiceProvider, SharedCall, CancellationToken, Task<object>> Run);

/// <param name="Partner">Who calls: the key of the partner in our settings.</param>
/// <param name="Route">What stood in the place of the names in the path.</param>
/// <param name="MessageId">X-Road-Id: the same for a message that is sent again.</param>
/// <param name="UserId">X-Road-UserId: whose action it was there; empty where not told.</param>
public sealed record SharedCall(string Partner, IReadOnlyDictionary<string, string> Route, IReadOnlyDictionary<string, string> Query, JsonElement Body, string MessageId, string UserId);
