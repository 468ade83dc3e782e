using Microsoft.AspNetCore.Http;
using NhatLe.Platform.Text;

namespace NhatLe.Platform;

/// <summary>
/// An act that is not done, for a reason the person can act on. One handler turns it into ProblemDetails, one page base into the
/// error summary. Anything else that is thrown is a bug and a 500.
/// </summary>
/// <param name="code">Stable, for machines: <c>dossier.not-filed</c>.</param>
/// <param name="message">For people, in Vietnamese; also the key of its translation. {0} stands for the first argument, which may be a message itself.</param>
public sealed class Refusal(int status, string code, string message, params object?[] args) : Exception(args.Length == 0 ? message : string.Format(message, args))
{
    public int Status { get; } = status;
    public string Code { get; } = code;

    /// <summary>Messages by input field, for a 422.</summary>
    public IReadOnlyList<FieldError> Fields { get; private init; } = [];

    /// <summary>What a program must do first: the header WWW-Authenticate.</summary>
    public string? Challenge { get; private init; }

    /// <summary>After how long it is worth trying again; goes into Retry-After.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public string In(Texts texts) => new FieldError("", message, args).In(texts);

    public static Refusal Conflict(string code, string message, params object?[] args) => new(StatusCodes.Status409Conflict, code, message, args);

    /// <summary>Not there, or not within the actor's scope: which of the two is not told.</summary>
    public static Refusal Missing(string what, string message, params object?[] args) => new(StatusCodes.Status404NotFound, what + ".missing", message, args);

    public static Refusal Forbidden(string code, string message, params object?[] args) => new(StatusCodes.Status403Forbidden, code, message, args);

    public static Refusal SignIn() => new(StatusCodes.Status401Unauthorized, "sign-in", "Mời ông/bà đăng nhập để làm tiếp.");

    /// <param name="challenge">The header WWW-Authenticate (RFC 9110 section 11.6.1).</param>
    public static Refusal Challenged(string code, string challenge, string message) => new(StatusCodes.Status401Unauthorized, code, message) { Challenge = challenge };

    public static Refusal TooMany(string message, params object?[] args) => new(StatusCodes.Status429TooManyRequests, "too-many", message, args);

    /// <summary>The same, with the time after which it goes on.</summary>
    public static Refusal TooMany(TimeSpan wait, string message, params object?[] args) => new(StatusCodes.Status429TooManyRequests, "too-many", message, args) { RetryAfter = wait };

    /// <summary>We have too much to do at the moment; the form is shown again with what was typed.</summary>
    public static Refusal Busy(TimeSpan wait, string message, params object?[] args) => new(StatusCodes.Status503ServiceUnavailable, "busy", message, args) { RetryAfter = wait };

    /// <summary>Something we depend on does not answer; beside the field whose value waits for it.</summary>
    public static Refusal Unavailable(string field, string message, params object?[] args) =>
        new(StatusCodes.Status503ServiceUnavailable, "unavailable", message, args) { Fields = [new FieldError(field, message, args)] };

    public static Refusal Invalid(params IReadOnlyList<FieldError> fields) =>
        new(StatusCodes.Status422UnprocessableEntity, "invalid", "Có chỗ cần sửa.") { Fields = fields };

    public static Refusal Invalid(string field, string message, params object?[] args) => Invalid([new FieldError(field, message, args)]);
}

/// <summary>One message beside one field; the message is Vietnamese and the key of its translation. An argument may be such a message itself.</summary>
public sealed record FieldError(string Field, string Message, params object?[] Args)
{
    public string In(Texts texts) => Args.Length == 0 ? texts[Message] : texts[Message, [.. Args.Select(a => a is FieldError inner ? inner.In(texts) : a)]];

    public override string ToString() => Args.Length == 0 ? Message : string.Format(Message, Args);
}
